using System.Text.Json;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Acts;

/// <summary>One labelled utterance of a trainee.</summary>
public sealed record Utterance
{
    public required string Text { get; init; }

    public required string Lang { get; init; }

    public required string Family { get; init; }

    /// <summary>Every act in it; none only for what the community family has no code for.</summary>
    public required IReadOnlyList<LabelledAct> Acts { get; init; }
}

/// <param name="Start">First character of the evidence in the text, from 0, in UTF-16 units.</param>
/// <param name="End">Behind its last character.</param>
public sealed record LabelledAct(string Act, int Start, int End);

/// <summary>Reads utterance files: JSONL, one object a line.</summary>
public static class UtteranceFile
{
    /// <exception cref="ContentException">A line is not as it must be; the message names file, line and reason.</exception>
    public static IReadOnlyList<Utterance> Read(string path)
    {
        var (utterances, problems, number) = (new List<Utterance>(), new List<string>(), 0);
        foreach (var line in File.ReadAllText(path).Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                var utterance = JsonSerializer.Deserialize<Utterance>(line, ContentFile.Format)!;
                problems.AddRange(Problems(utterance).Select(problem => $"line {number} {problem}"));
                utterances.Add(utterance);
            }
            catch (JsonException wrong)
            {
                problems.Add($"line {number} {wrong.Message}");
            }
        }

        return problems.Count == 0 ? utterances : throw ContentException.OfShipped(path, problems);
    }

    private static IEnumerable<string> Problems(Utterance utterance)
    {
        if (utterance.Lang is not (Rules.Chinese or Rules.English))
            yield return $"lang is '{utterance.Lang}'; zh or en is needed.";
        if (utterance.Family is not (ActCodes.CommunityFamily or ActCodes.CounsellingFamily))
        {
            yield return $"family is '{utterance.Family}'; {ActCodes.CommunityFamily} or {ActCodes.CounsellingFamily} is needed.";
            yield break;
        }

        if (string.IsNullOrWhiteSpace(utterance.Text))
            yield return "text is empty.";
        var codes = ActCodes.Of(utterance.Family);
        if (utterance.Acts.Count == 0 && utterance.Family == ActCodes.CounsellingFamily)
            yield return "acts is empty; what is none of the other acts is 'other'.";
        foreach (var act in utterance.Acts)
        {
            if (!codes.Contains(act.Act, StringComparer.Ordinal))
                yield return $"acts: '{act.Act}' is no act of {utterance.Family}. Known: {string.Join(", ", codes)}.";
            if (act.Start < 0 || act.End > utterance.Text.Length || act.Start >= act.End)
                yield return $"acts: {act.Act} goes from {act.Start} to {act.End}; the text has {utterance.Text.Length} characters.";
        }
    }
}
