using System.Collections.Frozen;
using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>What characters stand for, by the classes that the words of a couplet are matched by.</summary>
internal sealed class WordClasses
{
    /// <summary>Words of one family, such as a plant and an animal, face each other partly.</summary>
    private const double SameFamily = 0.6;

    private static readonly Lazy<WordClasses> Beside = new(() => Read(Path.Combine(AppContext.BaseDirectory, "Skills", "ClassicalPoetry", "Data", "word-classes.txt")));

    private readonly FrozenDictionary<int, (uint Classes, uint Families)> _signs;

    private WordClasses(Dictionary<int, (uint Classes, uint Families)> signs) => _signs = signs.ToFrozenDictionary();

    /// <summary>The classes that stand beside the program.</summary>
    public static WordClasses Shipped() => Beside.Value;

    /// <summary>How many characters have a class.</summary>
    public int Count => _signs.Count;

    /// <returns>1 for words of one class, 0.6 for words of one family, 0 for others; null when the class of one is not known.</returns>
    public double? Likeness(Rune one, Rune other)
    {
        if (!_signs.TryGetValue(one.Value, out var first) || !_signs.TryGetValue(other.Value, out var second))
            return null;
        return (first.Classes & second.Classes) != 0 ? 1 : (first.Families & second.Families) != 0 ? SameFamily : 0;
    }

    /// <param name="path">Lines of family, class and characters, parted by tabs.</param>
    /// <exception cref="InvalidDataException">A line is written otherwise.</exception>
    internal static WordClasses Read(string path)
    {
        var signs = new Dictionary<int, (uint Classes, uint Families)>();
        var families = new List<string>();
        var number = 0;
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.Split('\t') is not [var family, _, var characters])
                throw new InvalidDataException($"word-classes.txt holds the line '{line}'; a family, a class and characters, parted by tabs, are needed.");
            if (!families.Contains(family))
                families.Add(family);
            foreach (var sign in characters.EnumerateRunes())
            {
                var (classes, kinds) = signs.GetValueOrDefault(sign.Value);
                signs[sign.Value] = (classes | 1u << number, kinds | 1u << families.IndexOf(family));
            }

            number++;
        }

        return new WordClasses(signs);
    }
}
