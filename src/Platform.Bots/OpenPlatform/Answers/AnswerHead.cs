using System.Text.Json;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Answers;

/// <summary>What stands at the beginning of every answer and every piece of one.</summary>
/// <param name="Model">As it was asked for.</param>
/// <param name="Fingerprint">Changes with the model's version and engine.</param>
internal sealed record AnswerHead(string Id, string Kind, long Created, string Model, string Fingerprint)
{
    public static AnswerHead Of(string beginning, string kind, string requestId, string model, ServedModelState? served, TimeProvider clock) =>
        new($"{beginning}-{requestId}", kind, clock.GetUtcNow().ToUnixTimeSeconds(), model, served is null ? "" : $"{served.Engine}-v{served.Version}");

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("id"u8, Id);
        json.WriteString("object"u8, Kind);
        json.WriteNumber("created"u8, Created);
        json.WriteString("model"u8, Model);
        json.WriteString("system_fingerprint"u8, Fingerprint);
    }

    public static void WriteUsage(Utf8JsonWriter json, GenerationUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, usage.PromptTokens);
        json.WriteNumber("completion_tokens"u8, usage.CompletionTokens);
        json.WriteNumber("total_tokens"u8, usage.TotalTokens);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.CachedTokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <param name="reason">Of an answer that is whole: clients know no words for others, which are errors.</param>
    public static string ReasonOf(FinishReason reason) => reason == FinishReason.Length ? "length" : "stop";
}
