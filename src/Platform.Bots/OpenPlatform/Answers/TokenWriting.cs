using System.Text;
using System.Text.Json;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Answers;

/// <summary>Tokens with their log-probabilities, in the form of chat and in the older one of completions.</summary>
internal static class TokenWriting
{
    private const float Least = -9999; // JSON knows no infinity; OpenAI writes this

    /// <summary>Chat: <c>"logprobs": {"content": […]}</c>.</summary>
    public static void WriteContent(Utf8JsonWriter json, IReadOnlyList<TokenInfo> tokens)
    {
        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("content"u8);
        foreach (var token in tokens)
        {
            json.WriteStartObject();
            WriteToken(json, token.Text, token.LogProbability, token.Bytes.Span);
            json.WriteStartArray("top_logprobs"u8);
            foreach (var other in token.Top ?? [])
            {
                json.WriteStartObject();
                WriteToken(json, other.Text, other.LogProbability, other.Bytes.Span);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("refusal"u8);
        json.WriteEndObject();
    }

    /// <summary>Completions: parallel lists, and where each token begins in the text.</summary>
    /// <param name="offset">Characters before the first token.</param>
    /// <returns>Characters before the token that comes next.</returns>
    public static int WriteLists(Utf8JsonWriter json, IReadOnlyList<TokenInfo> tokens, int offset)
    {
        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("tokens"u8);
        foreach (var token in tokens)
            json.WriteStringValue(Name(token.Text, token.Bytes.Span));
        json.WriteEndArray();
        json.WriteStartArray("token_logprobs"u8);
        foreach (var token in tokens)
            WriteNumber(json, token.LogProbability);
        json.WriteEndArray();
        json.WriteStartArray("top_logprobs"u8);
        foreach (var token in tokens)
            WriteTop(json, token);
        json.WriteEndArray();
        json.WriteStartArray("text_offset"u8);
        foreach (var token in tokens)
        {
            json.WriteNumberValue(offset);
            offset += token.Text.Length;
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return offset;
    }

    private static void WriteTop(Utf8JsonWriter json, TokenInfo token)
    {
        if (float.IsNaN(token.LogProbability)) // the first of a prompt: nothing stood before it
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var other in token.Top ?? [])
        {
            var name = Name(other.Text, other.Bytes.Span);
            if (!written.Add(name))
                continue; // two tokens of the same text: the likelier stands
            json.WritePropertyName(name);
            WriteNumber(json, other.LogProbability);
        }

        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, string text, float logProbability, ReadOnlySpan<byte> bytes)
    {
        json.WriteString("token"u8, text);
        json.WritePropertyName("logprob"u8);
        WriteNumber(json, logProbability);
        json.WriteStartArray("bytes"u8);
        foreach (var value in bytes)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, float logProbability)
    {
        if (float.IsNaN(logProbability))
            json.WriteNullValue();
        else
            json.WriteNumberValue(Math.Max(logProbability, Least));
    }

    /// <summary>Part of a character has no text of its own; it is named by its bytes, as OpenAI does.</summary>
    private static string Name(string text, ReadOnlySpan<byte> bytes)
    {
        if (!text.Contains('\uFFFD', StringComparison.Ordinal) || bytes.IsEmpty)
            return text;
        var name = new StringBuilder("bytes:");
        foreach (var value in bytes)
            name.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{value:x2}");
        return name.ToString();
    }
}
