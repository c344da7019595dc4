using System.Globalization;
using System.Text.Json;
using Platform.Model.Generation;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Requests;

/// <summary>The fields that chat and completions share: how tokens are chosen, when it ends, which form it must have.</summary>
internal static class GenerationFields
{
    private const int MostStops = 16;
    private const int MostBiased = 1024;
    private const int MostChoicesOfOne = 1024;
    private const int MostPattern = 10_000;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <param name="topLogProbs">Null tells no log-probabilities.</param>
    public static SamplingOptions Sampling(RequestFields fields, int? topLogProbs)
    {
        var plain = new SamplingOptions();
        var options = new SamplingOptions
        {
            Temperature = fields.Number("temperature") ?? plain.Temperature,
            TopK = Math.Max(0, fields.Integer("top_k", -1, int.MaxValue) ?? plain.TopK), // -1 is vLLM's word for all
            TopP = fields.Number("top_p") ?? plain.TopP,
            MinP = fields.Number("min_p") ?? plain.MinP,
            TypicalP = fields.Number("typical_p") ?? plain.TypicalP,
            RepetitionPenalty = fields.Number("repetition_penalty") ?? plain.RepetitionPenalty,
            FrequencyPenalty = fields.Number("frequency_penalty") ?? plain.FrequencyPenalty,
            PresencePenalty = fields.Number("presence_penalty") ?? plain.PresencePenalty,
            LogitBias = Bias(fields),
            Seed = fields.Long("seed"),
            MinTokens = fields.Integer("min_tokens", 0, int.MaxValue) ?? plain.MinTokens,
            IgnoreEnd = fields.Flag("ignore_eos") ?? plain.IgnoreEnd,
            TopLogProbs = topLogProbs,
        };
        return options.Fault() is { } fault ? throw ApiException.Invalid(fault.Parameter, fault.Words) : options;
    }

    public static IReadOnlyList<string> Stops(RequestFields fields)
    {
        var stops = fields.Find("stop") is { ValueKind: JsonValueKind.String } one
            ? [RequestFields.TextOf(one, "stop")]
            : fields.List("stop", MostStops)?.Select((stop, i) => RequestFields.TextOf(stop, $"stop[{i}]")).ToList() ?? [];
        return stops.TrueForAll(stop => stop.Length > 0) ? stops : throw ApiException.Invalid("stop", "stop holds an empty text; each must have at least one character.");
    }

    /// <returns>Null where any text will do.</returns>
    public static ResponseFormat? Format(RequestFields fields)
    {
        List<(string Field, ResponseFormat Format)> asked = [];
        if (FromResponseFormat(fields.Object("response_format")) is { } format)
            asked.Add(("response_format", format));
        if (fields.Find("guided_json") is { } json)
            asked.Add(("guided_json", new ResponseFormat.JsonSchema(json.ValueKind == JsonValueKind.String ? Parsed(RequestFields.TextOf(json, "guided_json")) : Schema(json, "guided_json")) { Parameter = "guided_json" }));
        if (fields.Text("guided_regex") is { } pattern)
            asked.Add(("guided_regex", new ResponseFormat.Pattern(pattern.Length is > 0 and <= MostPattern ? pattern : throw ApiException.Invalid("guided_regex", $"guided_regex has {pattern.Length} characters; it must have 1 to {MostPattern}.")) { Parameter = "guided_regex" }));
        if (fields.List("guided_choice", MostChoicesOfOne) is { } choices)
            asked.Add(("guided_choice", new ResponseFormat.OneOf(Choices(choices)) { Parameter = "guided_choice" }));
        return asked.Count <= 1
            ? asked.Select(one => one.Format).FirstOrDefault()
            : throw ApiException.Invalid(asked[1].Field, $"{asked[0].Field} and {asked[1].Field} are both given; an answer has one form only.");
    }

    private static ResponseFormat? FromResponseFormat(RequestFields? given)
    {
        if (given is null)
            return null;
        switch (given.RequiredText("type"))
        {
            case "text":
                return null;
            case "json_object":
                return new ResponseFormat.JsonObject();
            case "json_schema":
                var schema = given.Object("json_schema") ?? throw ApiException.Invalid("response_format.json_schema", "response_format is of type json_schema, but json_schema is missing. Give {\"name\": …, \"schema\": {…}}.");
                return schema.Find("schema") is { } value ? new ResponseFormat.JsonSchema(Schema(value, "response_format.json_schema.schema")) : new ResponseFormat.JsonObject();
            default:
                throw ApiException.Invalid("response_format.type", "response_format.type is not known; it must be text, json_object or json_schema.");
        }
    }

    private static JsonElement Schema(JsonElement value, string name) => value.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False
        ? value.Clone()
        : throw ApiException.Invalid(name, $"{name} is {RequestFields.Shown(value)}; it must be a JSON schema.");

    private static JsonElement Parsed(string text)
    {
        try
        {
            return Schema(JsonElement.Parse(text, Strict), "guided_json");
        }
        catch (JsonException)
        {
            throw ApiException.Invalid("guided_json", "guided_json is a text that is no JSON, or names a property twice; give a JSON schema.");
        }
    }

    private static List<string> Choices(IReadOnlyList<JsonElement> given)
    {
        var choices = given.Select((choice, i) => RequestFields.TextOf(choice, $"guided_choice[{i}]")).ToList();
        return choices.Count > 0 && choices.TrueForAll(choice => choice.Length > 0) ? choices : throw ApiException.Invalid("guided_choice", "guided_choice must hold at least one text, and none that is empty.");
    }

    private static Dictionary<int, float>? Bias(RequestFields fields)
    {
        if (fields.Find("logit_bias") is not { } given)
            return null;
        if (given.ValueKind != JsonValueKind.Object)
            throw ApiException.Invalid("logit_bias", $"logit_bias is {RequestFields.Shown(given)}; it must be an object from token ids to numbers.");

        var bias = new Dictionary<int, float>();
        foreach (var one in new RequestFields(given, "logit_bias").All)
        {
            if (!int.TryParse(one.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var token) || one.Value.ValueKind != JsonValueKind.Number || !one.Value.TryGetSingle(out var value))
                throw ApiException.Invalid("logit_bias", "logit_bias must be an object from token ids to numbers, such as {\"1234\": -100}.");
            bias[token] = value;
        }

        return bias.Count <= MostBiased ? bias : throw ApiException.Invalid("logit_bias", $"logit_bias has {bias.Count} entries; at most {MostBiased} are taken.");
    }
}
