using System.Text.RegularExpressions;

namespace Platform.Scenarios.DocumentWriting.Genres;

/// <summary>Names of what a document needs to know, and the blanks in formulas that they fill.</summary>
public static partial class Slots
{
    public const string Issuer = "issuer";
    public const string Author = "author";
    public const string Addressee = "addressee";
    public const string Matter = "matter";
    public const string Purpose = "purpose";
    public const string Grounds = "grounds";
    public const string Items = "items";
    public const string Date = "date";
    public const string Contact = "contact";
    public const string DocumentNumber = "documentNumber";

    /// <summary>Names of those who were at a meeting; <see cref="Excused"/> could not come, <see cref="Observers"/> had no vote (GB/T 9704-2012, 10.3).</summary>
    public const string Present = "present";
    public const string Excused = "excused";
    public const string Observers = "observers";

    /// <summary>Who answers for a document that goes up to a higher body (GB/T 9704-2012, 7.2.6).</summary>
    public const string Signer = "signer";

    public static IReadOnlySet<string> Known { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        Issuer, Author, "occasion", Addressee, Matter, Purpose, Grounds, "meetingTime", "meetingPlace", "chair", "attendees", Present, Excused, Observers, Items, Date, Contact, DocumentNumber, Signer,
    };

    /// <summary>Lists of who was there, in their order, with the word that stands before each.</summary>
    public static IReadOnlyList<(string Slot, string Word)> Attendance { get; } = [(Present, "出席"), (Excused, "请假"), (Observers, "列席")];

    private static readonly string[] LeadingWords = ["关于", "根据", "按照", "研究", "为", "就"];

    public static IEnumerable<string> Blanks(string formula) => Blank().Matches(formula).Select(blank => blank.Groups["name"].Value);

    /// <summary>With every blank filled; what is filled in is not searched again, and a word that leads to it is not said twice: 为 and 为了改善 become 为了改善.</summary>
    public static string Fill(string formula, IReadOnlyDictionary<string, string> values) =>
        Blank().Replace(formula, blank => WithoutEcho(formula.AsSpan(0, blank.Index), values.GetValueOrDefault(blank.Groups["name"].Value, "")));

    private static string WithoutEcho(ReadOnlySpan<char> before, string value)
    {
        foreach (var word in LeadingWords)
            if (before.EndsWith(word, StringComparison.Ordinal) && value.StartsWith(word, StringComparison.Ordinal))
                return value[word.Length..];
        return value;
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Blank();
}
