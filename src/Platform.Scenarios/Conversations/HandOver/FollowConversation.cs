using MediatR;
using Microsoft.Extensions.Logging;
using Platform.Data;

namespace Platform.Scenarios.Conversations.HandOver;

/// <summary>Tells a page of every turn of a conversation from now on, until the outcome is disposed.</summary>
/// <param name="Changed">
/// Called for each turn as it is kept, and every few seconds with null: what was told may have been lost, and not everything that changes is a turn.
/// On no particular thread.
/// </param>
/// <returns>Null when there is no such conversation.</returns>
public sealed record FollowConversation(Guid Conversation, Func<KeptTurn?, Task> Changed) : IRequest<IAsyncDisposable?>;

internal sealed class FollowConversationHandler(PlatformDbContext db, IGrainFactory grains, TimeProvider clock, ILogger<FollowConversationHandler> logger)
    : IRequestHandler<FollowConversation, IAsyncDisposable?>
{
    public async Task<IAsyncDisposable?> Handle(FollowConversation query, CancellationToken cancellationToken)
    {
        if (await db.OwnerOfAsync(query.Conversation, grains, cancellationToken) is not { } owner)
            return null;

        var follower = new Follower(query.Changed);
        var reference = grains.CreateObjectReference<IConversationWatcher>(follower);
        await owner.Watch(reference);
        return new Watching(query, owner, follower, reference, grains, clock, logger);
    }

    private sealed class Follower(Func<KeptTurn?, Task> changed) : IConversationWatcher
    {
        public Task Kept(KeptTurn turn) => changed(turn);

        public Task Progressed(TurnProgress progress) => Task.CompletedTask;
    }

    /// <summary>Renews the watch, and holds the follower: the silo keeps only a weak reference to it.</summary>
    private sealed class Watching : IAsyncDisposable
    {
        /// <summary>How long a page could miss that the owner of its conversation was built anew; well within the owner's memory of watchers.</summary>
        private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(15);

        private readonly FollowConversation _query;
        private readonly IConversationGrain _owner;
        private readonly Follower _follower;
        private readonly IConversationWatcher _reference;
        private readonly IGrainFactory _grains;
        private readonly ILogger _logger;
        private readonly PeriodicTimer _timer;
        private readonly Task _renewing;

        public Watching(
            FollowConversation query, IConversationGrain owner, Follower follower, IConversationWatcher reference, IGrainFactory grains, TimeProvider clock, ILogger logger)
        {
            (_query, _owner, _follower, _reference, _grains, _logger) = (query, owner, follower, reference, grains, logger);
            _timer = new PeriodicTimer(RenewEvery, clock);
            _renewing = RenewAsync();
        }

        public async ValueTask DisposeAsync()
        {
            _timer.Dispose();
            await _renewing;
            try
            {
                await _owner.Unwatch(_reference);
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                // the owner forgets a watcher that does not renew itself
            }

            _grains.DeleteObjectReference<IConversationWatcher>(_reference);
            GC.KeepAlive(_follower);
        }

        private async Task RenewAsync()
        {
            while (await _timer.WaitForNextTickAsync())
            {
                try
                {
                    await _owner.Watch(_reference);
                    await _query.Changed(null);
                }
                catch (ObjectDisposedException) // whoever follows is gone
                {
                    return;
                }
                catch (Exception failure) // the next renewal finds the owner again, and reads what was missed
                {
                    _logger.NotFollowed(_query.Conversation, failure.GetType().Name);
                }
            }
        }
    }
}
