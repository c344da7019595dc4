using System.Text.Json.Serialization;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>A poem's form and the other candidates, as the API shows them.</summary>
public sealed record PoemDetails([property: JsonIgnore] WrittenPoems Written)
{
    public string Form => Written.Order.Form.Key;

    /// <summary>Whether the given signs break the form; they stand as they are.</summary>
    public bool GivenIsFree => Written.GivenIsFree;

    /// <summary>How many poems were thrown away because they broke the form.</summary>
    public int Discarded => Written.Discarded;

    /// <summary>The best first.</summary>
    public IReadOnlyList<PoemCandidate> Candidates => [.. Written.Drafts.Select(PoemCandidate.Of)];
}

/// <param name="Rhyme">The group or groups that its rhymes share.</param>
/// <param name="Parallelism">Of the middle couplets, 0 to 1; null where none have to be parallel.</param>
/// <param name="LogProbability">By the model, of each token, in nats; null when it does not tell.</param>
public sealed record PoemCandidate(string Text, bool InForm, string? Pattern, string Rhyme, IReadOnlyList<PoemLineView> Lines, IReadOnlyList<string> Findings, double? Parallelism, double? LogProbability)
{
    internal static PoemCandidate Of(PoemDraft draft) => new(
        draft.Text, draft.Report.IsClean, draft.Report.Pattern?.Name, draft.Report.Rhyme,
        [.. draft.Report.Lines.Select(line => new PoemLineView(string.Concat(line.Signs.Select(sign => sign.Sign)), string.Concat(line.Signs.Select(sign => sign.Tone)), line.Rhymes ? line.Signs[^1].Groups : null))],
        [.. draft.Report.Findings.Select(finding => finding.Chinese)], Finite(draft.Report.Parallelism), Finite(draft.MeanLogProbability));

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 3) : null;
}

/// <param name="Tones">平, 仄, 中 for either, ? for unknown; one for each sign.</param>
/// <param name="Rhyme">Rhyme groups of its end; null where the line does not rhyme.</param>
public sealed record PoemLineView(string Text, string Tones, string? Rhyme);
