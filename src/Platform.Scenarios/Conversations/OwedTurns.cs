using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Data;
using Platform.Data.Conversations;

namespace Platform.Scenarios.Conversations;

/// <summary>After a start, and from time to time, wakes the conversations in which an answer or a delivery is still owed.</summary>
internal sealed class OwedTurns(IDbContextFactory<PlatformDbContext> contexts, IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<OwedTurns> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private const int MostAtOnce = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(() => started.TrySetResult()); // conversations cannot be reached earlier
        await started.Task.WaitAsync(stoppingToken);

        using var timer = new PeriodicTimer(Interval, clock);
        var olderThan = TimeSpan.Zero; // at the start, everything
        do
        {
            try
            {
                await WakeAsync(olderThan, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException) // the next round tries again
            {
                logger.OwedTurnsNotRead(failure.GetType().Name);
            }

            olderThan = Interval; // younger ones are most likely being answered; to wake their owner does no harm
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WakeAsync(TimeSpan olderThan, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var before = now - olderThan;
        var owing = db.Turns.Where(t => (t.State == TurnState.Accepted || t.State == TurnState.Pending)
                && (t.At <= before || t.At > now)) // a time to come: the clock was set back since
            .Select(t => t.ConversationId).Distinct().OrderBy(id => id);
        var woken = 0;
        int found;
        do
        {
            var conversations = await owing.Skip(woken).Take(MostAtOnce)
                .Join(db.Conversations, id => id, c => c.Id, (_, c) => new { c.Id, c.Channel, c.ChannelConversationId })
                .ToListAsync(cancellationToken);
            foreach (var conversation in conversations)
                await WakeAsync(conversation.Id, ConversationKey.Of(conversation.Channel, conversation.ChannelConversationId));
            found = conversations.Count;
            woken += found;
        }
        while (found == MostAtOnce); // whoever is passed over because others are settled meanwhile is found in the next round
        if (woken > 0)
            logger.OwedTurnsWoken(woken);
    }

    private async Task WakeAsync(ConversationId conversation, string key)
    {
        try
        {
            await grains.GetGrain<IConversationGrain>(key).Resume();
        }
        catch (Exception failure) // the others are woken all the same, and this one again in the next round
        {
            logger.NotWoken(conversation.Value, failure.GetType().Name);
        }
    }
}
