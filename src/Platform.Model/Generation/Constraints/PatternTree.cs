namespace Platform.Model.Generation.Constraints;

/// <summary>A regular expression, read.</summary>
internal abstract record PatternTree
{
    public sealed record Characters(RuneRanges Set) : PatternTree;

    public sealed record Sequence(IReadOnlyList<PatternTree> Parts) : PatternTree;

    public sealed record Either(IReadOnlyList<PatternTree> Ways) : PatternTree;

    /// <param name="Most">Null for any number.</param>
    public sealed record Repeat(PatternTree Part, int Least, int? Most) : PatternTree;

    /// <summary>The start or the end of the text.</summary>
    public sealed record Edge(bool Start) : PatternTree;
}
