using System.Globalization;
using System.Text.Json;
using Platform.Data.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Reviews;

/// <summary>An answer of the bot as an entry says it: without the marks of its sources and the line that leads in to them.</summary>
internal static class BareAnswer
{
    private const string LeadEnd = "\n\n";
    private const string Place = "{0}";

    /// <param name="details">How the answer came about; null when nothing was kept of it.</param>
    public static string Of(Turn answer, TurnDetails? details)
    {
        var text = answer.Text ?? "";
        foreach (var source in SourcesOf(answer))
        {
            var mark = string.Create(CultureInfo.InvariantCulture, $"[{source.Position}]");
            text = text.Replace($" {mark}", "", StringComparison.Ordinal).Replace(mark, "", StringComparison.Ordinal);
        }

        return LeadOf(details) is { } lead ? Without(lead, text) : text;
    }

    /// <summary>The line under which a document or the entry before is quoted.</summary>
    private static string? LeadOf(TurnDetails? details) => details switch
    {
        { Language: { } language, Reason: AnswerReasons.FollowUpInAnswer } => Wording.In(language).StillAbout,
        { Language: { } language, Topic: { Entry: null } } => Wording.In(language).FromDocument,
        _ => null,
    };

    private static string Without(string lead, string text)
    {
        var place = lead.IndexOf(Place, StringComparison.Ordinal);
        var end = text.IndexOf(LeadEnd, StringComparison.Ordinal);
        return end >= 0 && text[..end] is var first
            && first.StartsWith(lead[..place], StringComparison.Ordinal) && first.EndsWith(lead[(place + Place.Length)..], StringComparison.Ordinal)
                ? text[(end + LeadEnd.Length)..]
                : text;
    }

    private static IReadOnlyList<Citation> SourcesOf(Turn answer)
    {
        try
        {
            return Reply.FromJson(answer.Content).Citations;
        }
        catch (JsonException)
        {
            return []; // written by an older version: its text still stands
        }
    }
}
