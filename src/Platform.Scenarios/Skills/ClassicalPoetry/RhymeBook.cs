using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Tones and rhymes of the characters of classical verse, in simplified form.</summary>
/// <remarks>The Guangyun's readings, merged into the 106 groups of the Pingshui book and the 19 parts of the Cilin book; see Data/characters.tsv for sources.</remarks>
public sealed class RhymeBook
{
    /// <summary>What is composed uses characters that verse has used so often; checks know all.</summary>
    internal const int LeastSeen = 30;

    private static readonly Lazy<RhymeBook> Beside = new(() => Read(Path.Combine(AppContext.BaseDirectory, "Skills", "ClassicalPoetry", "Data")));

    private readonly FrozenDictionary<int, VerseCharacter> _characters;
    private readonly Dictionary<(RhymeTable, Tones), int[]> _rhymes = [];
    private readonly VerseCharacter?[] _plane = new VerseCharacter?[0x10000];

    private RhymeBook(IEnumerable<VerseCharacter> characters, IReadOnlyList<string> groups)
    {
        Groups = groups;
        _characters = characters.ToFrozenDictionary(character => character.Sign.Value);
        Usable = [.. _characters.Values.Where(character => character.Seen >= LeastSeen && character.Sign.IsBmp).OrderBy(character => character.Sign.Value)];
        foreach (var character in _characters.Values.Where(character => character.Sign.IsBmp))
            _plane[character.Sign.Value] = character;
        foreach (var table in Enum.GetValues<RhymeTable>())
            foreach (var side in new[] { Tones.Level, Tones.Oblique })
                _rhymes[(table, side)] = [.. Enumerable.Range(0, 32).Select(bit => Usable.Count(character => (character.RhymeClasses(table, side) >> bit & 1) == 1))];
    }

    /// <summary>How many characters it knows.</summary>
    public int Count => _characters.Count;

    /// <summary>The 106 groups, the level ones first, each with its tone before it, such as 平东.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>The characters that verse is composed of.</summary>
    internal IReadOnlyList<VerseCharacter> Usable { get; }

    /// <summary>How many characters that verse is composed of rhyme by one class.</summary>
    /// <param name="one">A class: one bit.</param>
    internal int UsableRhymes(RhymeTable table, Tones side, uint one) => _rhymes[(table, side)][BitOperations.TrailingZeroCount(one)];

    /// <summary>The book that ships with the platform.</summary>
    public static RhymeBook Shipped() => Beside.Value;

    /// <param name="folder">With characters.tsv and rhyme-groups.tsv.</param>
    public static RhymeBook Read(string folder)
    {
        var units = Rows(Path.Combine(folder, "rhyme-groups.tsv")).ToDictionary(row => row[0], row => (Group: row[1], Part: int.Parse(row[2], CultureInfo.InvariantCulture)), StringComparer.Ordinal);
        var groups = units.Select(unit => unit.Key[^1] + unit.Value.Group).Distinct(StringComparer.Ordinal).OrderBy(group => "平上去入".IndexOf(group[0], StringComparison.Ordinal)).ToList();
        var characters = Rows(Path.Combine(folder, "characters.tsv")).Select(row => new VerseCharacter(
            Rune.GetRuneAt(row[0], 0),
            [.. row[1].Split(' ').Select(reading => reading.Trim('(', ')') is var unit && units.TryGetValue(unit, out var place)
                ? new VerseReading(unit, place.Group, place.Part, reading[0] == '(')
                : throw new InvalidDataException($"characters.tsv gives '{row[0]}' the reading '{reading}', which rhyme-groups.tsv does not have."))],
            int.Parse(row[2], CultureInfo.InvariantCulture),
            groups.IndexOf));
        return new RhymeBook(characters, groups);
    }

    /// <returns>Null for a sign that verse has not used.</returns>
    public VerseCharacter? Find(Rune sign) => sign.IsBmp ? _plane[sign.Value] : _characters.GetValueOrDefault(sign.Value);

    /// <returns>The tones in use; both for an unknown sign, so that nothing is held against it.</returns>
    internal Tones TonesOf(Rune sign) => Find(sign)?.Tones ?? Tones.Both;

    internal string NamesOf(UInt128 groups) => string.Join('/', Enumerable.Range(0, Groups.Count).Where(at => (groups >> at & 1) == 1).Select(at => Groups[at]));

    private static IEnumerable<string[]> Rows(string path) => File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'));
}
