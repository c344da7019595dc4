using System.Text.Json;
using Platform.Bots.OpenPlatform.Answers;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Completions;

/// <summary>The whole answers of completions as JSON.</summary>
internal static class CompletionWriting
{
    public static async Task WriteAsync(HttpContext http, AnswerHead head, CompletionBody body, IReadOnlyList<CompletedPrompt> prompts)
    {
        http.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(http.Response.BodyWriter))
        {
            json.WriteStartObject();
            head.Write(json);
            json.WriteStartArray("choices"u8);
            var index = 0;
            foreach (var prompt in prompts)
                for (var choice = 0; choice < prompt.Choices; choice++)
                    WriteChoice(json, index++, prompt, choice, body);
            json.WriteEndArray();
            AnswerHead.WriteUsage(json, new GenerationUsage(prompts.Sum(p => p.Usage.PromptTokens), prompts.Sum(p => p.Usage.CachedTokens), prompts.Sum(p => p.Usage.CompletionTokens)));
            json.WriteEndObject();
        }

        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static void WriteChoice(Utf8JsonWriter json, int index, CompletedPrompt prompt, int choice, CompletionBody body)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteString("text"u8, prompt.TextOf(choice) + body.Suffix);
        if (body.LogProbs is not null)
            TokenWriting.WriteLists(json, prompt.TokensOf(choice), 0);
        else
            json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, prompt.ReasonOf(choice));
        json.WriteEndObject();
    }
}
