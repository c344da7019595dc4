using MediatR;
using Platform.Data;

namespace Platform.Scenarios.Conversations.HandOver;

/// <summary>Tells a page of every turn of a conversation from now on, until the outcome is disposed.</summary>
/// <param name="Kept">Called for each turn as it is kept, on no particular thread.</param>
/// <returns>Null when there is no such conversation.</returns>
public sealed record FollowConversation(Guid Conversation, Func<KeptTurn, Task> Kept) : IRequest<IAsyncDisposable?>;

internal sealed class FollowConversationHandler(PlatformDbContext db, IGrainFactory grains, TimeProvider clock) : IRequestHandler<FollowConversation, IAsyncDisposable?>
{
    public async Task<IAsyncDisposable?> Handle(FollowConversation query, CancellationToken cancellationToken)
    {
        if (await db.OwnerOfAsync(query.Conversation, grains, cancellationToken) is not { } owner)
            return null;

        var follower = new Follower(query.Kept);
        var reference = grains.CreateObjectReference<IConversationWatcher>(follower);
        await owner.Watch(reference);
        return new Watching(owner, follower, reference, grains, clock);
    }

    private sealed class Follower(Func<KeptTurn, Task> kept) : IConversationWatcher
    {
        public Task Kept(KeptTurn turn) => kept(turn);

        public Task Progressed(TurnProgress progress) => Task.CompletedTask;
    }

    /// <summary>Renews the watch, and holds the follower: the silo keeps only a weak reference to it.</summary>
    private sealed class Watching : IAsyncDisposable
    {
        private readonly IConversationGrain _owner;
        private readonly Follower _follower;
        private readonly IConversationWatcher _reference;
        private readonly IGrainFactory _grains;
        private readonly PeriodicTimer _timer;
        private readonly Task _renewing;

        public Watching(IConversationGrain owner, Follower follower, IConversationWatcher reference, IGrainFactory grains, TimeProvider clock)
        {
            (_owner, _follower, _reference, _grains) = (owner, follower, reference, grains);
            _timer = new PeriodicTimer(IConversationGrain.WatchLifetime / 2, clock);
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
                }
                catch (Exception failure) when (failure is OrleansException or TimeoutException)
                {
                    // the next renewal finds the owner again
                }
            }
        }
    }
}
