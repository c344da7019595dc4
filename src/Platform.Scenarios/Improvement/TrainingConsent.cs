using System.Text.Json;
using Platform.Data.Conversations;

namespace Platform.Scenarios.Improvement;

/// <summary>Whether a person lets a conversation be learned from: what their last <c>training-consent</c> event says, no without one.</summary>
public static class TrainingConsent
{
    public const string EventName = "training-consent";

    public static bool Of(IEnumerable<Turn> turns) => turns.Where(turn => turn.Kind == "event").OrderBy(turn => turn.Sequence).Select(Value).LastOrDefault(value => value is not null) ?? false;

    private static bool? Value(Turn turn)
    {
        try
        {
            using var activity = JsonDocument.Parse(turn.Content);
            var root = activity.RootElement;
            return root.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() == EventName && root.TryGetProperty("value", out var value)
                ? value.ValueKind == JsonValueKind.True : null;
        }
        catch (JsonException)
        {
            return null; // an erased turn
        }
    }
}
