using Platform.Data.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.CustomerService;

/// <summary>What of the dialogue so far bears on the next message. It is read from the kept turns alone, so it outlives a restart.</summary>
/// <param name="Offered">The questions that the last message of the bot offered as buttons.</param>
/// <param name="Topic">The question that was answered last.</param>
internal sealed record DialogueState(
    bool AnyoneSpoke, bool JustAnswered, bool OfferedChoices, bool JustOfferedPerson, IReadOnlyList<OfferedEntry> Offered, AnsweredTopic? Topic, TurnDetails? Last)
{
    /// <summary>A topic that lies further back than this many messages is no longer what "it" means.</summary>
    private const int TopicReach = 8;

    public static DialogueState Of(IReadOnlyList<Line> recent)
    {
        var bot = recent.LastOrDefault(line => line.Speaker == Speaker.Bot && line.Decision != Decisions.Courtesy);
        var last = recent.Count > 0 && recent[^1].Speaker == Speaker.Person ? null : bot; // after a person spoke, "yes" is not for the bot
        var details = TurnDetails.Read(last?.Details);
        var topic = recent.Reverse().Take(TopicReach)
            .Where(line => line is { Speaker: Speaker.Bot, Decision: Decisions.Answered })
            .Select(line => TurnDetails.Read(line.Details)?.Topic).FirstOrDefault(found => found is not null);
        return new DialogueState(
            recent.Count > 0,
            last?.Decision == Decisions.Answered,
            last?.Decision is Decisions.AskedBack or Decisions.NextStep && details?.Offered.Count > 0,
            last?.Decision is Decisions.Declined or Decisions.NextStep && details?.Offered is null or { Count: 0 },
            details?.Offered ?? [],
            topic,
            details);
    }

    /// <summary>The offered question that a message means: a pressed button, its words, or its place.</summary>
    public OfferedEntry? Pick(string text)
    {
        var said = IntentReader.Plain(text);
        return Offered.FirstOrDefault(offer => string.Equals(offer.Value, text, StringComparison.Ordinal))
            ?? Offered.FirstOrDefault(offer => IntentReader.Plain(offer.Value) == said)
            ?? (OfferedChoices && Place(said) is { } place && place < Offered.Count ? Offered[place] : null);
    }

    private static int? Place(string said) => said switch
    {
        "1" or "一" or "第一" or "第一个" or "第1个" or "first" or "the first" or "the first one" or "number 1" or "number one" => 0,
        "2" or "二" or "第二" or "第二个" or "第2个" or "second" or "the second" or "the second one" or "number 2" or "number two" => 1,
        "3" or "三" or "第三" or "第三个" or "第3个" or "third" or "the third" or "the third one" or "number 3" or "number three" => 2,
        _ => null,
    };
}
