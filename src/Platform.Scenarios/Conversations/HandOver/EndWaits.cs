using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Conversations;

namespace Platform.Scenarios.Conversations.HandOver;

/// <summary>Gives conversations back to the bot that have waited for a person as long as they may. Returns how many.</summary>
public sealed record EndWaits : IRequest<int>;

internal sealed class EndWaitsHandler(PlatformDbContext db, IGrainFactory grains, IOptions<ConversationOptions> options, TimeProvider clock) : IRequestHandler<EndWaits, int>
{
    private const int MostAtOnce = 500;

    public async Task<int> Handle(EndWaits command, CancellationToken cancellationToken)
    {
        if (options.Value.PersonWithin == TimeSpan.Zero)
            return 0;

        var before = clock.GetUtcNow() - options.Value.PersonWithin;
        var waiting = await db.Conversations.AsNoTracking()
            .Where(c => c.Handling == Handling.Waiting && c.HandoverAskedAt <= before)
            .OrderBy(c => c.HandoverAskedAt).Take(MostAtOnce).Select(c => new { c.Channel, c.ChannelConversationId }).ToListAsync(cancellationToken);
        var ended = 0;
        foreach (var conversation in waiting)
            if (await grains.GetGrain<IConversationGrain>(ConversationKey.Of(conversation.Channel, conversation.ChannelConversationId)).EndWait(before) == SayOutcome.Done)
                ended++;
        return ended;
    }
}

/// <summary>Looks from time to time who has waited too long.</summary>
internal sealed class WaitWatch(IMediator mediator, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<WaitWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!lifetime.ApplicationStarted.IsCancellationRequested)
                continue; // conversations cannot be reached earlier
            try
            {
                var ended = await mediator.Send(new EndWaits(), stoppingToken);
                if (ended > 0)
                    logger.WaitsEnded(ended);
            }
            catch (Exception failure) when (failure is not OperationCanceledException) // the next round tries again
            {
                logger.WaitsNotRead(failure.GetType().Name);
            }
        }
    }
}
