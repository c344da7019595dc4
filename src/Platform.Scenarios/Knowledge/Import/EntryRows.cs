using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Platform.Data.Knowledge;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>The rows of a table as entries: those that keep every rule, and why the others do not.</summary>
internal sealed record EntryRows(IReadOnlyList<EntryRow> Good, IReadOnlyList<RowRefused> Refusals)
{
    public const int LongestId = 128;

    private static readonly string[] DayForms = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyyMMdd"];

    private static readonly Dictionary<string, string> AudienceNames = new(StringComparer.OrdinalIgnoreCase)
    {
        [Audiences.Public] = Audiences.Public,
        ["公开"] = Audiences.Public,
        ["公众"] = Audiences.Public,
        [Audiences.Staff] = Audiences.Staff,
        ["internal"] = Audiences.Staff,
        ["内部"] = Audiences.Staff,
        ["工作人员"] = Audiences.Staff,
    };

    private static readonly Dictionary<string, KnowledgeState> StateNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["published"] = KnowledgeState.Published,
        ["已发布"] = KnowledgeState.Published,
        ["发布"] = KnowledgeState.Published,
        ["draft"] = KnowledgeState.Draft,
        ["草稿"] = KnowledgeState.Draft,
        ["archived"] = KnowledgeState.Archived,
        ["已归档"] = KnowledgeState.Archived,
        ["归档"] = KnowledgeState.Archived,
        ["declined"] = KnowledgeState.Declined,
        ["不答复"] = KnowledgeState.Declined,
    };

    /// <param name="language">For rows that do not say theirs; null reads it from the question.</param>
    public static EntryRows Read(SourceTable table, string? language, string audience)
    {
        var good = new List<EntryRow>();
        var refusals = new List<RowRefused>();
        var seen = new Dictionary<(string, string), int>();
        foreach (var row in table.Rows)
        {
            var broken = new List<RuleBroken>();
            var entry = row.Broken is null ? Read(row, language, audience, broken) : null;
            if (row.Broken is not null)
                broken.Add(row.Broken);
            if (entry is not null && broken.Count == 0 && !seen.TryAdd((entry.Id, entry.Language), row.Number))
                broken.Add(new RuleBroken("id", ImportRule.TwiceInFile, entry.Id, seen[(entry.Id, entry.Language)].ToString(CultureInfo.InvariantCulture)));

            if (entry is not null && broken.Count == 0)
                good.Add(entry);
            refusals.AddRange(broken.Select(rule => new RowRefused(row.Number, rule)));
        }

        return new EntryRows(good, refusals);
    }

    private static EntryRow Read(SourceRow row, string? language, string audience, List<RuleBroken> broken)
    {
        var state = row[EntryColumn.State];
        var content = new EntryContent
        {
            Question = row[EntryColumn.Question] ?? "",
            Similar = [.. row.Cells.SelectMany(Wordings)],
            Answer = row[EntryColumn.Answer] ?? "",
            Topic = row[EntryColumn.Topic],
            Audience = Named(row, EntryColumn.Audience, "audience", AudienceNames, audience, broken),
            ValidFrom = Day(row, EntryColumn.ValidFrom, "validFrom", broken),
            ValidTo = Day(row, EntryColumn.ValidTo, "validTo", broken),
            State = Named(row, EntryColumn.State, "state", StateNames, KnowledgeState.Published, broken),
        }.Cleaned();
        broken.AddRange(content.BrokenRules());

        var tag = LanguageOf(row, content.Question, language, broken);
        var id = EntryContent.OneLine(row[EntryColumn.Id] ?? "");
        if (id.Length > LongestId)
            broken.Add(new RuleBroken("id", ImportRule.BadId, id));
        return new EntryRow(row.Number, id.Length > 0 ? id : IdOf(content.Question), tag, content, SaysState: !string.IsNullOrWhiteSpace(state));
    }

    /// <summary>A row without an id is known by its question, so that a corrected answer changes the entry instead of doubling it.</summary>
    public static string IdOf(string question) => $"q-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)))[..16]}";

    private static IEnumerable<string> Wordings(SourceCell cell) => cell.Column switch
    {
        EntryColumn.OneSimilar => [cell.Text],
        EntryColumn.Similar => cell.Text.Split(['|', '\n', '｜']),
        _ => [],
    };

    private static string LanguageOf(SourceRow row, string question, string? language, List<RuleBroken> broken)
    {
        if (row[EntryColumn.Language] is not { } given || string.IsNullOrWhiteSpace(given))
            return language ?? KnowledgeLanguage.Of(question) ?? KnowledgeLanguage.English;
        if (KnowledgeLanguage.Parse(given) is { } tag)
            return tag;

        broken.Add(new RuleBroken("language", ImportRule.NotALanguage, given));
        return "";
    }

    private static T Named<T>(SourceRow row, EntryColumn column, string name, Dictionary<string, T> names, T otherwise, List<RuleBroken> broken)
    {
        var given = row[column]?.Trim();
        if (string.IsNullOrEmpty(given))
            return otherwise;
        if (names.TryGetValue(given, out var value))
            return value;

        broken.Add(new RuleBroken(name, ImportRule.NotOneOf, given, string.Join(", ", names.Keys)));
        return otherwise;
    }

    private static DateOnly? Day(SourceRow row, EntryColumn column, string name, List<RuleBroken> broken)
    {
        var given = row[column]?.Trim();
        if (string.IsNullOrEmpty(given))
            return null;
        if (DateOnly.TryParseExact(given, DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;

        broken.Add(new RuleBroken(name, ImportRule.NotADate, given));
        return null;
    }
}

/// <param name="SaysState">Whether the row itself says whether it is published, a draft, archived or declined.</param>
internal sealed record EntryRow(int Number, string Id, string Language, EntryContent Content, bool SaysState);
