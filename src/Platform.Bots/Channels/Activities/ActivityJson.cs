using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Platform.Bots.Channels.Activities;

/// <summary>Reads activities off the wire: what passes can be stored, searched and written again without further checks.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Activity))]
internal sealed partial class ActivityJson : JsonSerializerContext
{
    /// <summary>Chinese stays readable and short; nothing written with this is put into a page unescaped.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="body">One JSON object in UTF-8, at most 64 levels deep.</param>
    /// <param name="content">The same as text, to be kept.</param>
    /// <param name="refusal">What rule is broken, without a word of the body.</param>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out Activity? activity, [NotNullWhen(true)] out string? content, [NotNullWhen(false)] out string? refusal)
    {
        (activity, content, refusal) = (null, null, null);
        if (body.StartsWith(ByteOrderMark))
            body = body[ByteOrderMark.Length..];
        if (!Utf8.IsValid(body))
            refusal = "The body is not UTF-8.";
        else if (HasLoneSurrogate(body))
            refusal = "A string holds half of a surrogate pair.";
        if (refusal is not null)
            return false;

        try
        {
            activity = JsonSerializer.Deserialize(body, Default.Activity);
        }
        catch (JsonException)
        {
            refusal = "The body is not one JSON object of at most 64 levels, or a known field has another JSON type than the activity protocol gives it.";
            return false;
        }

        if (activity is not { Type.Length: > 0 })
        {
            activity = null;
            refusal = "An activity needs a type.";
            return false;
        }

        content = Encoding.UTF8.GetString(body);
        return true;
    }

    /// <summary>Readers take such strings for a failure only when they reach them, which would be long after the body was accepted.</summary>
    private static bool HasLoneSurrogate(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\\u"u8) < 0)
            return false;
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
                if (reader is { ValueIsEscaped: true, TokenType: JsonTokenType.String or JsonTokenType.PropertyName })
                    reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        catch (JsonException) // reported by the parser that follows
        {
            return false;
        }

        return false;
    }
}
