using Orleans.Concurrency;
using Platform.Data.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>The one owner of a conversation; its key is <see cref="ConversationKey"/>.</summary>
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>A watcher that does not renew itself for this long is forgotten.</summary>
    static readonly TimeSpan WatchLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Begins the conversation if it has not begun.</summary>
    Task<OpenedConversation> Open(string? userId, string? locale);

    /// <summary>Keeps what was heard and queues its answer. Returns when it is durable, before it is answered.</summary>
    Task<HearOutcome> Hear(Heard heard);

    /// <summary>As <see cref="Hear"/>, but returns with the replies instead of having them sent.</summary>
    [ResponseTimeout("00:02:30")]
    Task<HearOutcome> HearAndAnswer(Heard heard);

    /// <summary>A press on a card, answered at once and beside the queue; what was understood is kept.</summary>
    [ResponseTimeout("00:00:30")]
    Task<CardAnswer> Press(Heard heard, string? verb, string data);

    /// <summary>The person judged an answer with a thumb; the session's outcome follows.</summary>
    Task<SayOutcome> Judge(bool liked);

    /// <summary>Removes what a message said, what its edits said and how it was answered; that something was said stays known.</summary>
    /// <param name="messageId">The channel's id of the message.</param>
    Task<EraseOutcome> Erase(string messageId);

    /// <summary>A person takes the conversation over from the bot, or from another person.</summary>
    /// <param name="from">The account from which it may be taken over if that one attends it now; null if from the bot only.</param>
    Task<SayOutcome> TakeOver(Guid account, Guid? from = null);

    /// <summary>A person says something from the console; they must have taken over.</summary>
    Task<SayOutcome> Say(Guid account, string text);

    /// <summary>The person leaves; the bot answers again.</summary>
    Task<SayOutcome> HandBack(Guid account);

    /// <summary>Nobody came to a conversation that waits for a person: it is told so, and the bot answers again.</summary>
    /// <param name="askedBefore">Only if a person was asked for at or before this moment.</param>
    Task<SayOutcome> EndWait(DateTimeOffset askedBefore);

    /// <summary>Tells a watcher of every turn from now on; renew within <see cref="WatchLifetime"/>.</summary>
    Task Watch(IConversationWatcher watcher);

    Task Unwatch(IConversationWatcher watcher);

    /// <summary>Answers and delivers what is still owed and whose time has come; activation alone does it once.</summary>
    Task Resume();
}

/// <summary>Someone who follows a conversation while it goes on: a web socket, a console page.</summary>
public interface IConversationWatcher : IGrainObserver
{
    [OneWay]
    Task Kept(KeptTurn turn);

    [OneWay]
    Task Progressed(TurnProgress progress);
}

/// <summary>Grain key of a channel's conversation.</summary>
public static class ConversationKey
{
    public static string Of(string channel, string channelConversationId) => $"{channel}/{channelConversationId}";

    /// <summary>Channel names hold no slash; conversation ids may.</summary>
    public static (string Channel, string ChannelConversationId) Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? (key[..slash], key[(slash + 1)..]) : throw new ArgumentException($"'{key}' is no conversation key; it has the form channel/conversation.", nameof(key));
    }
}

[GenerateSerializer, Immutable]
public sealed record OpenedConversation([property: Id(0)] Guid Id, [property: Id(1)] bool IsNew);

/// <summary>A turn as it was kept.</summary>
/// <param name="Content">See <see cref="Turn.Content"/>.</param>
[GenerateSerializer, Immutable]
public sealed record KeptTurn(
    [property: Id(0)] Guid Id,
    [property: Id(1)] int Sequence,
    [property: Id(2)] Speaker Speaker,
    [property: Id(3)] string Kind,
    [property: Id(4)] string? ActivityId,
    [property: Id(5)] string Content,
    [property: Id(6)] DateTimeOffset At,
    [property: Id(7)] int? InReplyTo)
{
    public static KeptTurn Of(Turn turn) => new(turn.Id.Value, turn.Sequence, turn.Speaker, turn.Kind, turn.ActivityId, turn.Content, turn.At, turn.InReplyTo);
}

/// <summary>What is shown of an answer before it is final.</summary>
/// <param name="InReplyTo">Place of the turn that is being answered; the same for every step of one answer.</param>
/// <param name="Step">From 1 within one answer.</param>
/// <param name="Kind">typing, informative or streaming, as the activity protocol calls them.</param>
[GenerateSerializer, Immutable]
public sealed record TurnProgress([property: Id(0)] int InReplyTo, [property: Id(1)] int Step, [property: Id(2)] string Kind, [property: Id(3)] string? Text)
{
    internal static TurnProgress Of(ReplyEvent step, int inReplyTo, ref int steps) => step switch
    {
        ReplyEvent.Informing informing => new TurnProgress(inReplyTo, ++steps, "informative", informing.Text),
        ReplyEvent.Partial partial => new TurnProgress(inReplyTo, ++steps, "streaming", partial.Text),
        _ => new TurnProgress(inReplyTo, 0, "typing", null),
    };
}

/// <summary>What came of hearing something.</summary>
[GenerateSerializer, Immutable]
public abstract record HearOutcome
{
    /// <param name="Replies">Set by <see cref="IConversationGrain.HearAndAnswer"/> only.</param>
    [GenerateSerializer, Immutable]
    public sealed record Accepted([property: Id(0)] int Sequence, [property: Id(1)] IReadOnlyList<KeptTurn> Replies) : HearOutcome;

    /// <summary>It was heard before and is not answered again.</summary>
    [GenerateSerializer, Immutable]
    public sealed record Duplicate([property: Id(0)] int Sequence) : HearOutcome;

    /// <summary>Too much of this conversation still waits for an answer.</summary>
    [GenerateSerializer, Immutable]
    public sealed record Busy : HearOutcome;
}

/// <summary>What came of a person's act in a conversation.</summary>
public enum SayOutcome
{
    Done = 0,

    /// <summary>Nobody has taken over, or somebody else has.</summary>
    NotYours = 1,
    NoSuchConversation = 2,
}
