using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Bots.Pages.Playground;

/// <summary>A request as a program would send it: with curl, C# and Python, and OpenAI's own clients where a language has one.</summary>
internal static class CodeSamples
{
    public static IReadOnlyList<string> Languages { get; } = ["curl", "csharp", "python"];

    /// <summary>What does not compile with OpenAI's client until its warning is disabled.</summary>
    private static readonly (string Use, string Warning)[] Experimental = [("options.Seed", "OPENAI001"), ("options.Patch", "SCME0001")];

    /// <param name="address">Where the platform is reached, with <c>/v1</c>.</param>
    public static string Write(string language, string address, JsonObject request) => language switch
    {
        "curl" => Curl(address, request),
        "csharp" => CSharp(address, request),
        "python" => Python(address, request),
        _ => throw new ArgumentException($"No sample is written in '{language}'. Known: {string.Join(", ", Languages)}.", nameof(language)),
    };

    private static string Curl(string address, JsonObject request)
    {
        var streamed = (JsonObject)request.DeepClone();
        streamed["stream"] = true;
        var body = streamed.ToJsonString(PlaygroundForm.Readable).Replace("'", "'\\''", StringComparison.Ordinal);
        return $"curl -N {address}/chat/completions \\\n  -H \"Authorization: Bearer $PLATFORM_KEY\" \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'";
    }

    private static string CSharp(string address, JsonObject request)
    {
        var code = new StringBuilder();
        code.Append("// dotnet add package OpenAI\nusing System.ClientModel;\nusing OpenAI;\nusing OpenAI.Chat;\n\n");
        code.Append(CultureInfo.InvariantCulture, $"var key = new ApiKeyCredential(Environment.GetEnvironmentVariable(\"PLATFORM_KEY\")!);\n");
        code.Append(CultureInfo.InvariantCulture, $"var chat = new ChatClient({Quoted(request["model"])}, key, new OpenAIClientOptions {{ Endpoint = new Uri({Quoted(address)}) }});\n");
        code.Append("ChatMessage[] messages =\n[\n");
        foreach (var message in request["messages"]!.AsArray())
            code.Append(CultureInfo.InvariantCulture, $"    new {(message!["role"]!.GetValue<string>() == "system" ? "SystemChatMessage" : "UserChatMessage")}({Quoted(message["content"])}),\n");
        var options = string.Concat(request.Where(field => field.Key is not ("model" or "messages")).Select(field => Option(field.Key, field.Value)));
        code.Append("];\n");
        if (Experimental.Where(one => options.Contains(one.Use, StringComparison.Ordinal)).Select(one => one.Warning).ToList() is { Count: > 0 } warnings)
            code.Append(CultureInfo.InvariantCulture, $"#pragma warning disable {string.Join(", ", warnings)} // OpenAI's client calls this experimental\n");
        code.Append("var options = new ChatCompletionOptions();\n").Append(options);
        code.Append("await foreach (var update in chat.CompleteChatStreamingAsync(messages, options))\n    Console.Write(string.Concat(update.ContentUpdate.Select(part => part.Text)));\n");
        return code.ToString();
    }

    /// <summary>Fields that OpenAI's client has no name for go in as a patch of its JSON.</summary>
    private static string Option(string name, JsonNode? value) => name switch
    {
        "max_tokens" => $"options.MaxOutputTokenCount = {value};\n",
        "temperature" => $"options.Temperature = {value}f;\n",
        "top_p" => $"options.TopP = {value}f;\n",
        "seed" => $"options.Seed = {value};\n",
        "frequency_penalty" => $"options.FrequencyPenalty = {value}f;\n",
        "presence_penalty" => $"options.PresencePenalty = {value}f;\n",
        "stop" => string.Concat(value!.AsArray().Select(stop => $"options.StopSequences.Add({Quoted(stop)});\n")),
        _ => $"options.Patch.Set(\"$.{name}\"u8, BinaryData.FromString({Quoted(JsonValue.Create(value!.ToJsonString()))}));\n",
    };

    private static string Python(string address, JsonObject request)
    {
        string[] known = ["model", "messages", "max_tokens", "temperature", "top_p", "seed", "frequency_penalty", "presence_penalty", "stop", "tools", "tool_choice", "response_format", "n", "logit_bias", "user"];
        var code = new StringBuilder("# pip install openai\nimport os\nfrom openai import OpenAI\n\n");
        code.Append(CultureInfo.InvariantCulture, $"client = OpenAI(base_url={Literal(JsonValue.Create(address), 0)}, api_key=os.environ[\"PLATFORM_KEY\"])\nstream = client.chat.completions.create(\n");
        foreach (var (name, value) in request.Where(field => known.Contains(field.Key, StringComparer.Ordinal)))
            code.Append(CultureInfo.InvariantCulture, $"    {name}={Literal(value, 1)},\n");
        var others = new JsonObject(request.Where(field => !known.Contains(field.Key, StringComparer.Ordinal)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
        if (others.Count > 0)
            code.Append(CultureInfo.InvariantCulture, $"    extra_body={Literal(others, 1)},\n");
        return code.Append("    stream=True,\n)\nfor chunk in stream:\n    if chunk.choices:\n        print(chunk.choices[0].delta.content or \"\", end=\"\")\n").ToString();
    }

    /// <summary>JSON texts are C# texts too, with these escapes.</summary>
    private static string Quoted(JsonNode? text) => JsonSerializer.Serialize(text?.GetValue<string>() ?? "", PlaygroundForm.Readable);

    private static string Literal(JsonNode? value, int depth)
    {
        var space = new string(' ', (depth + 1) * 4);
        var end = new string(' ', depth * 4);
        return value switch
        {
            null => "None",
            JsonObject fields => $"{{\n{string.Concat(fields.Select(f => $"{space}{JsonSerializer.Serialize(f.Key, PlaygroundForm.Readable)}: {Literal(f.Value, depth + 1)},\n"))}{end}}}",
            JsonArray list => $"[\n{string.Concat(list.Select(one => $"{space}{Literal(one, depth + 1)},\n"))}{end}]",
            _ => value.GetValueKind() switch { JsonValueKind.True => "True", JsonValueKind.False => "False", _ => value.ToJsonString(PlaygroundForm.Readable) },
        };
    }
}
