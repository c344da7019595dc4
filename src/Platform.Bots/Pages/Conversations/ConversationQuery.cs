using Microsoft.AspNetCore.WebUtilities;
using Platform.Bots.Pages.Layout;
using Platform.Data.Conversations;
using Platform.Data.Reviews;
using Platform.Scenarios.Reviews;

namespace Platform.Bots.Pages.Conversations;

/// <summary>The filters of the list as they stand in its address: a view is shared, saved and come back to by it.</summary>
public sealed record ConversationQuery
{
    public string? Text { get; set; }

    public string? Channel { get; set; }

    public string? Scenario { get; set; }

    public SessionOutcome? Outcome { get; set; }

    public string? Decision { get; set; }

    public FeedbackFilter? Feedback { get; set; }

    public ReviewState? Review { get; set; }

    public Handling? Handling { get; set; }

    public string? Locale { get; set; }

    public DateOnly? From { get; set; }

    public DateOnly? To { get; set; }

    public ConversationSort Sort { get; set; }

    public static ConversationQuery Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        return new ConversationQuery
        {
            Text = Word("text"),
            Channel = Word("channel"),
            Scenario = Word("scenario"),
            Outcome = Choice<SessionOutcome>("outcome"),
            Decision = Word("decision"),
            Feedback = Choice<FeedbackFilter>("feedback"),
            Review = Choice<ReviewState>("review"),
            Handling = Choice<Handling>("handling"),
            Locale = Word("locale"),
            From = Day("from"),
            To = Day("to"),
            Sort = Choice<ConversationSort>("sort") ?? ConversationSort.Newest,
        };

        string? Word(string name) => query.TryGetValue(name, out var value) && value is [{ Length: > 0 and <= 200 } word, ..] ? word : null;
        DateOnly? Day(string name) => DateOnly.TryParseExact(Word(name), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day : null;
        T? Choice<T>(string name) where T : struct, Enum => Enum.TryParse<T>(Word(name), ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : null;
    }

    public override string ToString() => QueryHelpers.AddQueryString("", new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["text"] = Filled(Text),
        ["channel"] = Filled(Channel),
        ["scenario"] = Filled(Scenario),
        ["outcome"] = Outcome?.ToString(),
        ["decision"] = Filled(Decision),
        ["feedback"] = Feedback?.ToString(),
        ["review"] = Review?.ToString(),
        ["handling"] = Handling?.ToString(),
        ["locale"] = Filled(Locale),
        ["from"] = From?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["to"] = To?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["sort"] = Sort == ConversationSort.Newest ? null : Sort.ToString(),
    }.Where(pair => pair.Value is not null)).TrimStart('?');

    internal ConversationFilter ToFilter(LocalTime time) => new()
    {
        Text = Text,
        Channel = Channel,
        Scenario = Scenario,
        Outcome = Outcome,
        Decision = Decision,
        Feedback = Feedback,
        Review = Review,
        Handling = Handling,
        Locale = Locale,
        From = From is { } from ? time.Begin(from) : null,
        Before = To is { } to ? time.Begin(to.AddDays(1)) : null,
        Sort = Sort,
    };

    private static string? Filled(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
