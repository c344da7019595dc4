using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Platform.Data.Knowledge;

namespace Platform.Scenarios.Knowledge;

/// <summary>What an entry says, apart from its ids: what is edited, imported, exported and kept as a version.</summary>
public sealed record EntryContent
{
    public const int LongestQuestion = 500;
    public const int LongestAnswer = 10_000;
    public const int LongestTopic = 100;
    public const int MostSimilar = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string Question { get; init; } = "";

    public IReadOnlyList<string> Similar { get; init; } = [];

    public string Answer { get; init; } = "";

    public string? Topic { get; init; }

    public string Audience { get; init; } = Audiences.Public;

    public DateOnly? ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    public KnowledgeState State { get; init; }

    /// <summary>As it is kept: questions on one line, no control signs, no blank ends, no wording twice.</summary>
    public EntryContent Cleaned()
    {
        var question = OneLine(Question);
        var seen = new HashSet<string>(StringComparer.Ordinal) { question };
        return this with
        {
            Question = question,
            Similar = [.. Similar.Select(OneLine).Where(text => text.Length > 0 && seen.Add(text))],
            Answer = Lines(Answer),
            Topic = string.IsNullOrWhiteSpace(Topic) ? null : OneLine(Topic),
        };
    }

    /// <summary>The rules that cleaned content breaks; empty when it may be kept.</summary>
    public IEnumerable<RuleBroken> BrokenRules()
    {
        if (Question.Length == 0)
            yield return new RuleBroken("question", ImportRule.Empty, "");
        if (Question.Length > LongestQuestion)
            yield return new RuleBroken("question", ImportRule.TooLong, Figure(Question.Length), Figure(LongestQuestion));
        if (Similar.FirstOrDefault(text => text.Length > LongestQuestion) is { } similar)
            yield return new RuleBroken("similar", ImportRule.TooLong, Figure(similar.Length), Figure(LongestQuestion));
        if (Similar.Count > MostSimilar)
            yield return new RuleBroken("similar", ImportRule.TooMany, Figure(Similar.Count), Figure(MostSimilar));
        if (Answer.Length == 0 && State != KnowledgeState.Declined)
            yield return new RuleBroken("answer", ImportRule.Empty, "");
        if (Answer.Length > LongestAnswer)
            yield return new RuleBroken("answer", ImportRule.TooLong, Figure(Answer.Length), Figure(LongestAnswer));
        if (Topic?.Length > LongestTopic)
            yield return new RuleBroken("topic", ImportRule.TooLong, Figure(Topic.Length), Figure(LongestTopic));
        if (!Audiences.All.Contains(Audience, StringComparer.Ordinal))
            yield return new RuleBroken("audience", ImportRule.NotOneOf, Audience, string.Join(", ", Audiences.All));
        if (ValidFrom > ValidTo)
            yield return new RuleBroken("validTo", ImportRule.BeforeStart, Day(ValidTo), Day(ValidFrom));
    }

    /// <summary>SHA-256 over everything it says, in hex.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Json)));

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static EntryContent FromJson(string json) =>
        JsonSerializer.Deserialize<EntryContent>(json, Json) ?? throw new JsonException("A stored version is JSON null; an object was expected.");

    public static EntryContent Of(KnowledgeEntry entry) => new()
    {
        Question = entry.Question,
        Similar = [.. entry.Similar],
        Answer = entry.Answer,
        Topic = entry.Topic,
        Audience = entry.Audience,
        ValidFrom = entry.ValidFrom,
        ValidTo = entry.ValidTo,
        State = entry.State,
    };

    internal static string OneLine(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // half a pair of surrogates comes as U+FFFD
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || rune.Value is 0xFFFE or 0xFFFF)
            {
                if (result.Length > 0 && result[^1] != ' ')
                    result.Append(' ');
                continue;
            }

            result.Append(rune);
        }

        return result.ToString().TrimEnd();
    }

    internal static string Lines(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
            if (rune.Value is '\n' or '\t' || !(Rune.IsControl(rune) || rune.Value is 0xFFFE or 0xFFFF))
                result.Append(rune);
        return result.ToString().Trim();
    }

    internal static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Figure(int value) => value.ToString(CultureInfo.InvariantCulture);
}
