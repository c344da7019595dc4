using System.Net.WebSockets;
using System.Threading.Channels;
using MediatR;
using Platform.Scenarios.Conversations;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>
/// One client's web socket. What happens is pushed by the conversation's owner; what was said is told by the database, so a push that
/// is late, lost or dropped costs time and nothing else: places in the conversation show every gap, and a gap is read.
/// </summary>
internal sealed class ConversationStream(
    WebSocket socket, StreamGrant grant, Uri publicUrl, TurnActivities turns, StreamedAnswers streamed,
    IServiceScopeFactory scopes, IGrainFactory grains, DirectLineOptions options, TimeProvider clock, ILogger<ConversationStream> logger)
{
    private const int TurnsPerPage = 100;
    private const int LargestMessage = 64 * 1024;

    /// <summary>How long a stream could miss that the owner of its conversation moved to another node; well within the owner's memory of watchers.</summary>
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(15);

    private readonly IConversationGrain _conversation = grains.GetGrain<IConversationGrain>(ConversationKey.Of(DirectLineChannel.Name, grant.Conversation));
    private int _told = grant.After;
    private int _answered = -1; // the last turn whose answer was read from the database, ahead of what was pushed about it
    private DateTimeOffset? _toldAt;

    /// <summary>Runs until the client leaves, does not keep up, or the host stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watcher = new Watcher(options.FramesPerStream);
        var reference = grains.CreateObjectReference<IConversationWatcher>(watcher);
        try
        {
            await _conversation.Watch(reference); // before the first look into the database, so that nothing falls between
            Task[] work = [TellAsync(watcher, end.Token), ListenAsync(end.Token), RenewAsync(watcher, reference, end.Token)];
            await Task.WhenAny(work);
            await end.CancelAsync();
            await Task.WhenAll(work);
        }
        finally
        {
            _ = _conversation.Unwatch(reference);
            grains.DeleteObjectReference<IConversationWatcher>(reference);
            GC.KeepAlive(watcher); // a reference alone does not hold it
            await CloseAsync();
        }
    }

    private async Task TellAsync(Watcher watcher, CancellationToken cancellationToken)
    {
        try
        {
            await CatchUpAsync(cancellationToken);
            await foreach (var news in watcher.News.ReadAllAsync(cancellationToken))
            {
                if (news is TurnProgress progress)
                    await ShowAsync(progress, cancellationToken);
                else if (news is KeptTurn turn && turn.Sequence == _told + 1)
                    await TellAsync([turn], cancellationToken);
                else if (news is not KeptTurn { Sequence: var place } || place > _told)
                    await CatchUpAsync(cancellationToken);
                if (watcher.MissedSome())
                    await CatchUpAsync(cancellationToken);
            }
        }
        catch (Exception over) when (IsEnd(over)) // the client is gone, slow, or the host stops
        {
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var page = await scope.ServiceProvider.GetRequiredService<IMediator>()
                .Send(new ReadTurns(DirectLineChannel.Name, grant.Conversation, _told, TurnsPerPage), cancellationToken) ?? [];
            if (page.Count > 0)
                await TellAsync(page, cancellationToken);
            _answered = page.Max(turn => turn.InReplyTo) ?? _answered;
            if (page.Count < TurnsPerPage)
                return;
        }
    }

    private async Task TellAsync(IReadOnlyList<KeptTurn> page, CancellationToken cancellationToken)
    {
        var last = page[^1].Sequence;
        if (page.Any(TurnActivities.IsForClients))
            await SendAsync(turns.SetOf(grant.Conversation, page, publicUrl, last), cancellationToken);
        (_told, _toldAt) = (last, page[^1].At);
    }

    private async Task ShowAsync(TurnProgress progress, CancellationToken cancellationToken)
    {
        if (progress.Text is null && progress.InReplyTo <= _answered)
            return; // the answer is there; the client would show somebody typing until it gives up waiting
        if (progress.Text is not null)
            streamed.Began(grant.Conversation, progress.InReplyTo);
        // An answer made at once bears a time before now, and a client that compares times would go on showing somebody typing.
        var at = progress.Text is null && _toldAt is { } told ? told : clock.GetUtcNow();
        await SendAsync(turns.SetOf(grant.Conversation, progress, at), cancellationToken);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.SendTimeout);
        try
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            logger.StreamCut(grant.Conversation, options.SendTimeout.TotalSeconds);
            throw;
        }
    }

    /// <summary>Clients only ping, with empty messages; what they say comes by request.</summary>
    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        var length = 0;
        try
        {
            while (length <= LargestMessage)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                if (received.MessageType == WebSocketMessageType.Close)
                    return;
                length = received.EndOfMessage ? 0 : length + received.Count;
            }
        }
        catch (Exception over) when (IsEnd(over))
        {
        }
    }

    private async Task RenewAsync(Watcher watcher, IConversationWatcher reference, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(RenewEvery, clock, cancellationToken);
                await _conversation.Watch(reference);
            }
            catch (Exception over) when (IsEnd(over))
            {
                return;
            }
            catch (Exception failure) // the owner moves to another node; the database is looked into all the same
            {
                logger.StreamNotRenewed(grant.Conversation, failure.GetType().Name);
            }

            watcher.LookAgain();
        }
    }

    private async Task CloseAsync()
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await socket.CloseOutputAsync(socket.State == WebSocketState.Open ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.NormalClosure, null, limit.Token);
        }
        catch (Exception over) when (IsEnd(over))
        {
            socket.Abort();
        }
    }

    private static bool IsEnd(Exception failure) => failure is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException;

    /// <summary>Takes what the conversation's owner pushes, and never keeps it waiting.</summary>
    private sealed class Watcher(int most) : IConversationWatcher
    {
        private static readonly object Look = new();

        private readonly Channel<object> _news = Channel.CreateBounded<object>(new BoundedChannelOptions(most) { SingleReader = true });
        private int _missed;

        public ChannelReader<object> News => _news.Reader;

        public Task Kept(KeptTurn turn)
        {
            if (!_news.Writer.TryWrite(turn))
                LookAgain();
            return Task.CompletedTask;
        }

        /// <summary>Parts are dropped where they do not fit: the next one holds them all.</summary>
        public Task Progressed(TurnProgress progress)
        {
            _news.Writer.TryWrite(progress);
            return Task.CompletedTask;
        }

        /// <summary>The database is to be asked, after what waits now.</summary>
        public void LookAgain()
        {
            Volatile.Write(ref _missed, 1);
            _news.Writer.TryWrite(Look);
        }

        public bool MissedSome() => Interlocked.Exchange(ref _missed, 0) == 1;
    }
}
