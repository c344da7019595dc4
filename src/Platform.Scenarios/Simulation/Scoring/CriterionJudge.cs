using System.Security.Cryptography;
using System.Text.Json;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>Names what decides a criterion. The same checks, asked and decided in the same way, are the same judge, whatever the criterion is called, weighs, or in which rubric it stands.</summary>
internal static class CriterionJudge
{
    private const int Signs = 16;

    public static string Of(Criterion criterion) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(criterion.Counted().OrderBy(check => check.Id, StringComparer.Ordinal), ContentFile.Format)))[..Signs];
}
