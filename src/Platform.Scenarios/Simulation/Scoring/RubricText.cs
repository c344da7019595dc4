using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>A rubric as the text of a file.</summary>
public static class RubricText
{
    private static readonly JsonSerializerOptions Format = new(ContentFile.Format)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        NewLine = "\n",
    };

    public static string Write(Rubric rubric) => JsonSerializer.Serialize(rubric, Format);

    /// <summary>Also one that cannot judge yet: its weights may not sum up while they are being changed.</summary>
    /// <returns>Null when it has not the shape of a rubric.</returns>
    public static Rubric? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Rubric>(text, Format) is { } rubric && rubric.Criteria.All(criterion => criterion is { } one && one.Checks.All(check => check is not null)) ? rubric : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
