using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.Connector;

/// <summary>Writes to conversations of the Bot Framework's channels through the service URL that each came with.</summary>
internal sealed class ConnectorClient(
    IOptions<ConnectorOptions> options,
    ConnectorCalls calls,
    ServiceUrls serviceUrls,
    ConversationLanes lanes,
    IOptions<PublicAddressOptions> publicAddress,
    TimeProvider clock,
    ILogger<ConnectorClient> logger) : IReplyChannel
{
    private readonly ConcurrentDictionary<(string Conversation, string InReplyTo), TeamsStream> _streams = new();

    public bool Serves(string channel) => ConnectorChannels.AreServed(channel);

    public async Task<Delivery> SendAsync(OutgoingReply reply, CancellationToken cancellationToken)
    {
        if (ConversationReference.FromJson(reply.Reference) is not { } reference)
            return new Delivery.Done(null); // nobody is to be called: its client fetches what was said
        if (UrlOf(reference, reply.ChannelConversationId, reply.InReplyTo) is not { } url)
            return new Delivery.Refused("The service URL is missing or not trusted. Add it to Connector:AllowedServiceUrls if it may be called.");

        var lane = lanes.Of(reference, reply.ChannelConversationId);
        var final = await EndStreamAsync(reply);
        var (given, judged) = (reply.Before?.PartsGiven ?? 0, reply.Before?.ActivityId);
        foreach (var part in PartsOf(reply.Reply, reference.ChannelId).Skip(given))
        {
            var outcome = await PostAsync(part, final);
            if (final is not null && !outcome.IsSuccess && outcome.Status is >= 400 and < 500)
            {
                logger.StreamEnded(outcome.Status, outcome.Code);
                outcome = await PostAsync(part, null);
            }

            if (!outcome.IsSuccess)
                return outcome.MayPass ? new Delivery.Later($"{outcome.Status} {outcome.Code}", given, judged) : new Delivery.Refused($"{outcome.Status} {outcome.Code}");
            judged = part.AsksFeedback || !reply.Reply.AsksFeedback ? outcome.Id ?? final?.Id ?? judged : judged;
            final = null;
            given++;
        }

        return new Delivery.Done(judged);

        Task<CallOutcome> PostAsync(Reply part, StreamStep? step)
        {
            var target = step is null ? url : UrlOf(reference, reply.ChannelConversationId, null)!;
            var activity = ReplyActivity.ToUtf8(part, EnvelopeOf(reference, reply.ChannelConversationId, reply.InReplyTo) with { Stream = step });
            return lane.RunAsync(() => calls.PostAsync(target, activity, options.Value.MostRetries, cancellationToken));
        }
    }

    public void Show(OutgoingProgress progress)
    {
        if (ConversationReference.FromJson(progress.Reference) is not { } reference || UrlOf(reference, progress.ChannelConversationId, null) is not { } url)
            return;
        if (reference.IsTeamsPersonal && progress is { InReplyTo: { } answered, Step: ReplyEvent.Informing or ReplyEvent.Partial })
        {
            StreamOf((progress.ChannelConversationId, answered), reference, url).Show(progress.Step);
            return;
        }

        var lane = lanes.Of(reference, progress.ChannelConversationId);
        if (!lane.MayType())
            return;
        var activity = ReplyActivity.ProgressToUtf8(null, EnvelopeOf(reference, progress.ChannelConversationId, progress.InReplyTo));
        _ = lane.RunAsync(() => calls.PostAsync(url, activity, mostRetries: 0, CancellationToken.None));
    }

    /// <returns>How the final message of a streamed answer is marked; null when none was streamed.</returns>
    private async Task<StreamStep?> EndStreamAsync(OutgoingReply reply)
    {
        if (reply.InReplyTo is not { } answered || !_streams.TryRemove((reply.ChannelConversationId, answered), out var stream))
            return null;
        using (stream)
            return await stream.FinishAsync();
    }

    private TeamsStream StreamOf((string Conversation, string InReplyTo) key, ConversationReference reference, Uri url)
    {
        if (_streams.TryGetValue(key, out var known))
            return known;
        var lane = lanes.Of(reference, key.Conversation);
        var envelope = EnvelopeOf(reference, key.Conversation, key.InReplyTo);
        var stream = new TeamsStream(
            options.Value.StreamInterval,
            clock,
            (step, text) => lane.RunAsync(() => calls.PostAsync(url, ReplyActivity.ProgressToUtf8(text, envelope with { Stream = step }), options.Value.MostRetries, CancellationToken.None)),
            outcome => logger.StreamEnded(outcome.Status, outcome.Code));
        if (!_streams.TryAdd(key, stream))
            return _streams[key];
        _ = ForgetAsync(key, stream);
        return stream;
    }

    /// <summary>A turn that says nothing in the end must not leave its stream behind.</summary>
    private async Task ForgetAsync((string, string) key, TeamsStream stream)
    {
        await Task.Delay(TimeSpan.FromMinutes(15), clock);
        if (_streams.TryRemove(KeyValuePair.Create(key, stream)))
            stream.Dispose();
    }

    /// <summary>Teams cuts a message with text and cards in two and gives no id for either, so they are sent apart.</summary>
    private static IEnumerable<Reply> PartsOf(Reply reply, string channelId)
    {
        var parts = ReplyParts.Split(reply, ReplyParts.LongestText(channelId));
        if (channelId != ConnectorChannels.Teams || reply.Cards.Count == 0 || string.IsNullOrEmpty(reply.Text))
            return parts;
        return [.. parts.Select(part => part with { Cards = [], EndCode = null }), new Reply { Cards = reply.Cards, EndCode = reply.EndCode }];
    }

    private ReplyEnvelope EnvelopeOf(ConversationReference reference, string conversationId, string? inReplyTo) => new(reference.ChannelId)
    {
        ServiceUrl = reference.ServiceUrl,
        From = reference.Bot,
        Recipient = reference.User,
        Conversation = reference.Conversation ?? new ConversationAccount { Id = conversationId },
        ReplyToId = inReplyTo,
        Locale = reference.Locale,
        PublicUrl = publicAddress.Value.PublicUrl,
    };

    private Uri? UrlOf(ConversationReference reference, string conversationId, string? inReplyTo)
    {
        if (serviceUrls.Callable(reference.ServiceUrl, reference.Vouched) is not { } root)
            return null;
        var url = $"{root.AbsoluteUri.TrimEnd('/')}/v3/conversations/{Uri.EscapeDataString(conversationId)}/activities";
        return new Uri(inReplyTo is null ? url : $"{url}/{Uri.EscapeDataString(inReplyTo)}");
    }
}
