using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>What is to be written: the genre, what is known for its slots, the content, and material to take facts from.</summary>
public sealed partial record Brief
{
    public const int ShortestLength = 200;
    public const int LongestLength = 20_000;

    /// <summary>Id of the genre.</summary>
    public required string Genre { get; init; }

    /// <summary>By slot, see <see cref="Slots"/>; what is missing is asked for.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<BriefItem> Items { get; init; } = [];

    /// <summary>Titles of attachments.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>Wanted characters of the text, without signs for layout.</summary>
    public int Length { get; init; } = 800;

    public bool RedHead { get; init; }

    /// <summary>Of the red head; null for what the genre has by itself.</summary>
    public OfficialFormat? PageFormat { get; init; }

    /// <summary>The same brief and seed give the same document of the engine's own.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Texts that facts are taken from.</summary>
    public IReadOnlyList<Material> Material { get; init; } = [];

    /// <summary>Facts that the user corrected; they take the place of those found.</summary>
    public IReadOnlyList<Fact>? CorrectedFacts { get; init; }

    /// <summary>Slots that were asked for and that the user has nothing for.</summary>
    public IReadOnlyList<string> Waived { get; init; } = [];

    public string Value(string slot) => Values.GetValueOrDefault(slot, "");

    public bool Has(string slot) => slot == Slots.Items ? Items.Count > 0 : Value(slot).Length > 0;

    /// <summary>Mandatory slots without a value, in the order in which they are asked for.</summary>
    public IReadOnlyList<string> Missing(Genre genre, GenreCatalog catalog) =>
        [.. catalog.SlotList.Select(slot => slot.Id).Where(slot => genre.Mandatory.Contains(slot, StringComparer.Ordinal) && !Has(slot))];

    public Brief With(string slot, string value) => this with { Values = new Dictionary<string, string>(Values, StringComparer.Ordinal) { [slot] = Clean(value) } };

    /// <summary>What is wrong with it, in words; empty when it can be written.</summary>
    public IReadOnlyList<string> Problems(GenreCatalog catalog)
    {
        if (catalog.Find(Genre) is not { } genre)
            return [$"\"genre\" is '{Genre}'. Known: {string.Join(", ", catalog.Genres.Select(g => g.Id))}."];
        var problems = Missing(genre, catalog).Select(slot => $"\"{slot}\" ({catalog.Slot(slot).Name}) is missing: {catalog.Slot(slot).AskEnglish}").ToList();
        problems.AddRange(Values.Keys.Where(slot => !Slots.Known.Contains(slot)).Select(slot => $"\"values\" has '{slot}', which is no slot. Known: {string.Join(", ", Slots.Known)}."));
        if (Length is < ShortestLength or > LongestLength)
            problems.Add($"\"length\" is {Length}; from {ShortestLength} to {LongestLength} characters can be written.");
        if (Has(Slots.Date) && !IsDate(Value(Slots.Date)))
            problems.Add($"\"date\" is '{Value(Slots.Date)}'; a date such as 2026年9月1日 is needed.");
        if (Has(Slots.DocumentNumber) && !IsDocumentNumber(Value(Slots.DocumentNumber)))
            problems.Add($"\"documentNumber\" is '{Value(Slots.DocumentNumber)}'; a number such as 云教〔2026〕3号 is needed.");
        if (PageFormat is { } format && genre.FormatOf(format) != format)
            problems.Add($"\"pageFormat\" is '{Word(format)}'; a {genre.Id} can have: {string.Join(", ", new[] { OfficialFormat.General, genre.SpecialFormat }.Distinct().Select(Word))}.");
        foreach (var item in Items.Where(item => item.Heading.Length == 0 && item.Points.Count == 0))
            problems.Add("An item has neither a heading nor a point.");
        return problems;
    }

    public static bool IsDate(string text) => DateForm().Match(text) is { Success: true } date
        && DateTime.TryParseExact($"{date.Groups["y"].Value}-{date.Groups["m"].Value}-{date.Groups["d"].Value}", "yyyy-M-d", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _);

    public static bool IsDocumentNumber(string text) => DocumentNumberForm().IsMatch(text);

    private static string Word(OfficialFormat format) => JsonNamingPolicy.KebabCaseLower.ConvertName(format.ToString());

    /// <exception cref="FormatException">It is not JSON of this shape, or cannot be written; the message says why.</exception>
    public static Brief Parse(string json, GenreCatalog catalog)
    {
        Brief brief;
        try
        {
            brief = JsonSerializer.Deserialize<Brief>(json, Format) ?? throw new FormatException("The brief is JSON null; an object is needed.");
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"The brief is not JSON of the expected shape: {wrong.Message}", wrong);
        }

        brief = brief with { Values = brief.Values.ToDictionary(pair => pair.Key, pair => Clean(pair.Value), StringComparer.Ordinal) };
        var problems = brief.Problems(catalog);
        return problems.Count == 0 ? brief : throw new FormatException($"The brief cannot be written: {string.Join(" ", problems)}");
    }

    internal static string Clean(string text) => string.Join(' ', text.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries)).TrimEnd('。', '；', ';', '：', ':');

    public static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    [GeneratedRegex(@"^(?<y>\d{4})年(?<m>[1-9]\d?)月(?<d>[1-9]\d?)日$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DateForm();

    [GeneratedRegex(@"^\p{L}{1,12}〔\d{4}〕[1-9]\d*号$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DocumentNumberForm();
}

/// <summary>A part of the content: a heading and the points under it.</summary>
public sealed record BriefItem(string Heading, IReadOnlyList<string> Points)
{
    /// <summary>From a line <c>heading: point; point</c>, or a point alone.</summary>
    public static BriefItem Parse(string line)
    {
        var text = line.Trim().TrimStart('-', '*', '•', ' ').TrimEnd('。');
        var colon = text.IndexOfAny(['：', ':']);
        var (heading, rest) = colon is > 0 and <= 30 ? (text[..colon], text[(colon + 1)..]) : (text.Length <= 16 ? text : "", text.Length <= 16 ? "" : text);
        return new BriefItem(Brief.Clean(heading), [.. rest.Split(['；', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Brief.Clean)]);
    }
}

/// <summary>A text that facts are taken from.</summary>
/// <param name="Name">Of the file.</param>
public sealed record Material(string Name, string Text);
