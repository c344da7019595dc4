using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>What poem is wanted.</summary>
/// <param name="Title">What it is about; stands as the title before the model.</param>
public sealed record PoemOrder(PoemForm Form, string Title)
{
    public const int LongestTitle = 40;

    /// <summary>In whose manner: a poet's name, as the model knows it from its reading. Null for none.</summary>
    public string? Author { get; init; }

    /// <summary>Signs that begin the lines, one each from the first line on (藏头); null for none.</summary>
    public string? Acrostic { get; init; }

    /// <summary>Lines that are given; the poem goes on from them. Null for none.</summary>
    public string? Given { get; init; }

    public Strictness Strictness { get; init; } = Strictness.Strict;

    /// <summary>How many poems are written to choose from; 1 to 16.</summary>
    public int Candidates { get; init; } = 4;

    /// <summary>Same seed, same poem.</summary>
    public long? Seed { get; init; }

    public double Temperature { get; init; } = 0.9;

    /// <summary>The Chinese signs of a text, without anything else.</summary>
    internal static IReadOnlyList<Rune> Signs(string? text) => [.. (text ?? "").EnumerateRunes().Where(PoemText.IsSign)];
}
