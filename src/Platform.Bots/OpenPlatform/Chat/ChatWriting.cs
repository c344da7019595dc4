using System.Text.Json;
using Platform.Bots.OpenPlatform.Answers;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Chat;

/// <summary>The whole answer of a chat as JSON.</summary>
internal static class ChatWriting
{
    public static async Task WriteAsync(HttpContext http, AnswerHead head, IReadOnlyList<ChatChoice> choices, GenerationUsage usage, bool logProbs)
    {
        http.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(http.Response.BodyWriter))
        {
            json.WriteStartObject();
            head.Write(json);
            json.WriteStartArray("choices"u8);
            for (var i = 0; i < choices.Count; i++)
                WriteChoice(json, i, choices[i], logProbs);
            json.WriteEndArray();
            AnswerHead.WriteUsage(json, usage);
            json.WriteEndObject();
        }

        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    public static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<ToolCall> calls, int? first)
    {
        json.WriteStartArray("tool_calls"u8);
        for (var i = 0; i < calls.Count; i++)
        {
            json.WriteStartObject();
            if (first is { } index)
                json.WriteNumber("index"u8, index + i);
            json.WriteString("id"u8, calls[i].Id);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, calls[i].Name);
            json.WriteString("arguments"u8, calls[i].Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteChoice(Utf8JsonWriter json, int index, ChatChoice choice, bool logProbs)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        if (choice.Calls.Count > 0 && choice.Content.Trim().Length == 0)
            json.WriteNull("content"u8);
        else
            json.WriteString("content"u8, choice.Content);
        json.WriteNull("refusal"u8);
        if (choice.Calls.Count > 0)
            WriteCalls(json, choice.Calls, first: null);
        json.WriteEndObject();
        if (logProbs)
            TokenWriting.WriteContent(json, choice.Tokens);
        else
            json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, choice.FinishReason);
        json.WriteEndObject();
    }
}
