namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>One way that a form's tones can run.</summary>
/// <param name="Name">For people, such as 仄起首句不入韵.</param>
public sealed record TonalPattern(string Name, IReadOnlyList<TonalLine> Lines);

/// <summary>A form of verse: how many lines of which length, in which tones, rhyming how.</summary>
/// <param name="Key">Its name in commands, such as jueju-7.</param>
/// <param name="Patterns">At least one; all have lines of the same lengths and marks.</param>
public sealed record PoemForm(string Key, string Chinese, string English, PoemKind Kind, IReadOnlyList<TonalPattern> Patterns)
{
    private static readonly Lazy<IReadOnlyList<PoemForm>> Known = new(() =>
    [
        new("jueju-5", "五绝", "five-character quatrain", PoemKind.Regulated, RegulatedLines.Patterns(4, 5)),
        new("jueju-7", "七绝", "seven-character quatrain", PoemKind.Regulated, RegulatedLines.Patterns(4, 7)),
        new("lushi-5", "五律", "five-character regulated verse", PoemKind.Regulated, RegulatedLines.Patterns(8, 5)),
        new("lushi-7", "七律", "seven-character regulated verse", PoemKind.Regulated, RegulatedLines.Patterns(8, 7)),
        new("couplet-5", "五言对联", "five-character couplet", PoemKind.Couplet, RegulatedLines.Couplets(5)),
        new("couplet-7", "七言对联", "seven-character couplet", PoemKind.Couplet, RegulatedLines.Couplets(7)),
        .. CiPatterns.Read(Path.Combine(AppContext.BaseDirectory, "Skills", "ClassicalPoetry", "Data", "ci-patterns.txt")),
    ]);

    public static IReadOnlyList<PoemForm> All => Known.Value;

    public RhymeTable Rhymes => Kind == PoemKind.Ci ? RhymeTable.Cilin : RhymeTable.Pingshui;

    /// <summary>Signs without marks.</summary>
    public int Characters => Patterns[0].Lines.Sum(line => line.Length);

    /// <param name="name">Key, Chinese or English name.</param>
    /// <exception cref="PoemException">No form has the name.</exception>
    public static PoemForm Named(string name) =>
        All.FirstOrDefault(form => form.Key.Equals(name, StringComparison.OrdinalIgnoreCase) || form.Chinese == name || form.English.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new PoemException($"没有名为“{name}”的体裁。可用：{string.Join("、", All.Select(form => form.Chinese))}。", $"No form is named '{name}'. Known: {string.Join(", ", All.Select(form => $"{form.Chinese} ({form.Key})"))}.");
}

public enum PoemKind
{
    Regulated,
    Couplet,
    Ci,
}

/// <summary>A poem that cannot be written as asked, or not read. The message says why and what to do, in both languages.</summary>
public sealed class PoemException(string chinese, string english) : Exception($"{chinese} / {english}")
{
    public string Chinese => chinese;

    public string English => english;

    /// <summary>The order can be filled, but its model did not answer: another may.</summary>
    public bool IsSilence { get; init; }

    public string In(bool isChinese) => isChinese ? chinese : english;
}
