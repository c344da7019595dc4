using System.Text.Json;

namespace Platform.Model.Evaluation.Retention;

/// <summary>What the run that a model came of took, read from the log beside it.</summary>
internal sealed record TrainingCost(int Steps, long Tokens, double Seconds)
{
    /// <returns>Null where the folder is no run's.</returns>
    public static TrainingCost? Of(string model)
    {
        var log = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model)))!, "trainer_log.jsonl");
        if (!File.Exists(log))
            return null;
        var last = File.ReadLines(log).Select(line => JsonDocument.Parse(line).RootElement).LastOrDefault(line => line.TryGetProperty("elapsed", out _));
        return last.ValueKind == JsonValueKind.Undefined ? null : new TrainingCost(last.GetProperty("step").GetInt32(), last.GetProperty("tokens").GetInt64(), last.GetProperty("elapsed").GetDouble());
    }
}
