namespace Platform.Scenarios.DocumentWriting.Evaluation;

/// <summary>One brief written in one way.</summary>
/// <param name="Number">Of the brief, from 1.</param>
/// <param name="Seed">Of the brief: the same one gives the same document of the composer, and asks a model alike.</param>
/// <param name="Asked">Characters, as <paramref name="Written"/>.</param>
/// <param name="WordedBy">Models whose words stand in it; <c>engine</c> for the composer's.</param>
/// <param name="Consistency">Mean similarity of a paragraph to its node and topic.</param>
/// <param name="Unsupported">Statements without a source.</param>
/// <param name="Length">Length score, from 0 to 100.</param>
/// <param name="Complete">Whether it has every mandatory part.</param>
/// <param name="ByModel">Share of paragraphs that a model worded.</param>
public sealed record BriefFigures(
    string Way, int Number, string Genre, long Seed, int Asked, IReadOnlyList<string> WordedBy,
    double Consistency, int Unsupported, int Written, double Length, int Contradictions, int Repetitions, bool Complete, int Deviations, double ByModel);

/// <summary>One way of writing at one asked length.</summary>
/// <param name="Consistency">Mean similarity of a paragraph to its node and topic.</param>
/// <param name="Unsupported">Statements without a source per 1,000 written characters.</param>
/// <param name="Length">Mean length score, from 0 to 100.</param>
/// <param name="Complete">Documents with every mandatory part.</param>
/// <param name="ByModel">Share of paragraphs that a model worded.</param>
public sealed record WritingFigures(string Way, int Asked, int Documents, double Consistency, double Unsupported, double Length, int Contradictions, int Repetitions, int Complete, int Deviations, double ByModel)
{
    internal static WritingFigures Of(IReadOnlyList<BriefFigures> rows) => new(
        rows[0].Way, rows[0].Asked, rows.Count, rows.Average(row => row.Consistency), UnsupportedPerThousand(rows), rows.Average(row => row.Length),
        rows.Sum(row => row.Contradictions), rows.Sum(row => row.Repetitions), rows.Count(row => row.Complete), rows.Sum(row => row.Deviations), rows.Average(row => row.ByModel));

    internal static double UnsupportedPerThousand(IReadOnlyList<BriefFigures> rows) => 1000.0 * rows.Sum(row => row.Unsupported) / Math.Max(1, rows.Sum(row => row.Written));
}

/// <summary>What an evaluation was run with, so that its figures can be had again.</summary>
public sealed record WritingRun
{
    public required string PlatformVersion { get; init; }

    /// <summary>The file of the briefs.</summary>
    public required string Briefs { get; init; }

    /// <summary>Models of the route <c>writer</c> in the order in which they are asked; empty without a route.</summary>
    public required IReadOnlyList<string> Route { get; init; }

    /// <summary>SHA-256 of the checkpoint that was given to write; null without one.</summary>
    public string? Weights { get; init; }

    /// <summary>What measured consistency.</summary>
    public required string Similarity { get; init; }

    /// <summary>Drafts of each section in one try.</summary>
    public required int Candidates { get; init; }

    /// <summary>Tries of a section.</summary>
    public required int Tries { get; init; }

    /// <summary>Hash of the prompt for sections.</summary>
    public string SectionPrompt { get; init; } = DocumentWriter.PromptHash;

    /// <summary>Hash of the prompt for one-shot generation.</summary>
    public string OneShotPrompt { get; init; } = WritingEvaluation.OneShotPromptHash;
}
