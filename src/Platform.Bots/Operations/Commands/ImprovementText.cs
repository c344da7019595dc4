using System.Globalization;
using FluentValidation;
using Platform.Scenarios.Improvement;

namespace Platform.Bots.Operations.Commands;

/// <summary>Datasets and model versions in one line each.</summary>
internal static class ImprovementText
{
    public static string Of(DatasetSummary version) =>
        $"{version.Name} {version.Number}: {version.TrainRows} to learn, {version.DevRows} held out  {version.Id}{(version.Refused.Count > 0 ? $"  {Refused(version.Refused)}" : "")}";

    public static string Refused(IReadOnlyDictionary<string, int> refused) => refused.Count == 0 ? "Nothing was judged yet." : $"Turned away: {string.Join(", ", refused.Select(pair => $"{pair.Key} {pair.Value}"))}.";

    public static string Of(EvaluationReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{(report.Passed ? "passed" : "FAILED")} on {report.DatasetName}: {report.Loss:0.0000} nats/token, {report.BitsPerCharacter:0.000} bits/character over {report.Tokens} tokens{(report.AgainstName is null ? "" : $"; {report.AgainstName}: {report.AgainstLoss:0.0000}, {report.AgainstBitsPerCharacter:0.000}")}");

    /// <summary>Rules that a value breaks are told in words.</summary>
    public static async Task<T> InWordsAsync<T>(Func<Task<T>> send)
    {
        try
        {
            return await send();
        }
        catch (ValidationException invalid)
        {
            throw new StartupException(string.Join(" ", invalid.Errors.Select(e => e.ErrorMessage)), invalid);
        }
    }
}
