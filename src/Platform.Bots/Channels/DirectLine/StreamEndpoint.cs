using MediatR;
using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Opens the web socket of a conversation.</summary>
internal static class StreamEndpoint
{
    public static async Task<IResult> Open(
        HttpContext http, string id, DirectLineTokens tokens, StreamCount streams, PublicAddress address, TurnActivities turns, StreamedAnswers streamed,
        IServiceScopeFactory scopes, IGrainFactory grains, IOptions<DirectLineOptions> options, RunningTurns running, TimeProvider clock, ILogger<ConversationStream> logger)
    {
        if (!http.WebSockets.IsWebSocketRequest)
            return DirectLineError.BadArgument("This address is for web sockets.");
        var ticket = http.Request.Query["t"].ToString();
        if (ticket.Length == 0)
            return DirectLineError.MissingToken;
        var (grant, expired) = await tokens.ReadStreamAsync(ticket);
        if (grant is null)
            return expired ? DirectLineError.TokenExpired : DirectLineError.InvalidToken;
        if (grant.Conversation != id)
            return DirectLineError.OtherConversation;
        if (!DirectLineGate.Trusts(grant.Origins, http.Request))
            return DirectLineError.OriginNotTrusted;
        if (streams.TryEnter(id) is not { } place)
            return DirectLineError.TooMany(TimeSpan.FromSeconds(10));

        using (place)
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, running.UntilFinished()))
        {
            var publicUrl = address.Of(http.Request);
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            await new ConversationStream(socket, grant, publicUrl, turns, streamed, scopes, grains, options.Value, clock, logger).RunAsync(stop.Token);
        }

        return Results.Empty;
    }
}

/// <summary>Counts the open streams of each conversation.</summary>
internal sealed class StreamCount(IOptions<DirectLineOptions> options)
{
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <returns>To be disposed when the stream ends; null when the conversation has as many as it may.</returns>
    public IDisposable? TryEnter(string conversation)
    {
        lock (_lock)
        {
            var open = _open.GetValueOrDefault(conversation);
            if (open >= options.Value.StreamsPerConversation)
                return null;
            _open[conversation] = open + 1;
            return new Place(this, conversation);
        }
    }

    private void Leave(string conversation)
    {
        lock (_lock)
        {
            if (--_open[conversation] == 0)
                _open.Remove(conversation);
        }
    }

    private sealed class Place(StreamCount count, string conversation) : IDisposable
    {
        public void Dispose() => count.Leave(conversation);
    }
}
