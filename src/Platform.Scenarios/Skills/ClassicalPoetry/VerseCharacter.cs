using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>One reading of a character.</summary>
/// <param name="Unit">Rhyme and tone of the Guangyun, such as 东平.</param>
/// <param name="Group">Its group among the 106 of the Pingshui book, such as 东.</param>
/// <param name="Part">Its part among the 19 of the Cilin book, which ci rhyme by.</param>
/// <param name="IsRare">It stands in the book, and regulated verse does not use it.</param>
public sealed record VerseReading(string Unit, string Group, int Part, bool IsRare)
{
    public Tones Tone => Unit[^1] == '平' ? Tones.Level : Tones.Oblique;
}

/// <summary>A character as verse knows it.</summary>
public sealed class VerseCharacter
{
    /// <param name="seen">How often it stands in the verse that the readings were held against.</param>
    internal VerseCharacter(Rune sign, IReadOnlyList<VerseReading> readings, int seen, Func<string, int> numberOfGroup)
    {
        (Sign, Readings, Seen) = (sign, readings, seen);
        foreach (var reading in readings)
        {
            BookTones |= reading.Tone;
            BookGroups |= UInt128.One << numberOfGroup(reading.Unit[^1] + reading.Group);
            if (reading.IsRare)
                continue;
            Tones |= reading.Tone;
            Groups |= UInt128.One << numberOfGroup(reading.Unit[^1] + reading.Group);
            if (reading.Tone == Tones.Level)
                LevelParts |= 1u << reading.Part;
            else
                ObliqueParts |= 1u << reading.Part;
        }

        LevelGroups = 0;
        foreach (var reading in readings.Where(reading => !reading.IsRare && reading.Tone == Tones.Level))
            LevelGroups |= 1u << numberOfGroup(reading.Unit[^1] + reading.Group);
    }

    public Rune Sign { get; }

    public IReadOnlyList<VerseReading> Readings { get; }

    public int Seen { get; }

    /// <summary>Tones in use.</summary>
    public Tones Tones { get; }

    /// <summary>Tones in the book, rare ones included.</summary>
    public Tones BookTones { get; }

    /// <summary>Groups of the Pingshui book, a bit each; those in use.</summary>
    internal UInt128 Groups { get; }

    /// <summary>The same, rare ones included.</summary>
    internal UInt128 BookGroups { get; }

    /// <summary>The thirty level groups, a bit each.</summary>
    internal uint LevelGroups { get; }

    /// <summary>Parts of the Cilin book of its level readings, a bit each.</summary>
    internal uint LevelParts { get; }

    internal uint ObliqueParts { get; }

    /// <summary>What it rhymes by, a bit for each class; 0 when it cannot stand in this rhyme.</summary>
    internal uint RhymeClasses(RhymeTable table, Tones side) => table == RhymeTable.Pingshui ? LevelGroups : side == Tones.Level ? LevelParts : ObliqueParts;
}

/// <summary>By which book a form rhymes.</summary>
public enum RhymeTable
{
    /// <summary>106 groups; regulated verse uses the thirty level ones.</summary>
    Pingshui,

    /// <summary>19 parts, wider, for ci.</summary>
    Cilin,
}
