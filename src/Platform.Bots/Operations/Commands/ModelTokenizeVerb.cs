using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Model.Tokenization;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform model tokenize FOLDER --json</c>: for scripts that compare a tokenizer with other programs. Each line of the standard input is answered by one line.</summary>
internal static partial class ModelTokenizeVerb
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var folder = ModelCommand.Folder();
        var json = new Option<bool>("--json") { Description = "Read {\"text\":…} or {\"messages\":[…]} on each line and answer {\"ids\":[…]}, or {\"error\":…} for a line that cannot be done. Without it lines are plain text, answered by ids with commas between." };
        var command = new Command("tokenize", "Turns lines of the standard input into token ids, as Hugging Face's tokenizers do.") { folder, json };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(() => RunAsync(parsed.GetValue(folder)!, parsed.GetValue(json), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string folder, bool json, CancellationToken cancellationToken)
    {
        TextTokenizer tokenizer;
        ChatTemplate? template = null;
        string? refused = null;
        try
        {
            tokenizer = TextTokenizer.Read(folder);
        }
        catch (TokenizerException unusable)
        {
            throw new StartupException(unusable.Message);
        }

        try
        {
            template = ChatTemplate.Read(folder);
        }
        catch (TokenizerException unusable)
        {
            refused = unusable.Message; // texts can be done all the same
        }

        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!json)
                await output.WriteLineAsync(string.Join(',', tokenizer.Encode(line, addSpecial: true, parseSpecial: true)));
            else if (!string.IsNullOrWhiteSpace(line))
                await output.WriteLineAsync(Answer(line, tokenizer, template, refused));
        }

        return 0;
    }

    private static string Answer(string line, TextTokenizer tokenizer, ChatTemplate? template, string? refused)
    {
        try
        {
            using var request = JsonDocument.Parse(WithoutHalves(line));
            return JsonSerializer.Serialize(new { ids = Ids(request.RootElement, tokenizer, template, refused) }, Plain);
        }
        catch (JsonException invalid)
        {
            return Error($"The line is not valid JSON (byte {invalid.BytePositionInLine}).");
        }
        catch (TokenizerException impossible)
        {
            return Error(impossible.Message);
        }
    }

    private static IReadOnlyList<int> Ids(JsonElement request, TextTokenizer tokenizer, ChatTemplate? template, string? refused)
    {
        if (request.ValueKind != JsonValueKind.Object)
            throw new TokenizerException("The line is no object; {\"text\":…} or {\"messages\":[…]} is needed.");
        if (request.TryGetProperty("text", out var text))
        {
            var special = !request.TryGetProperty("add_special_tokens", out var add) || add.ValueKind != JsonValueKind.False;
            return text.ValueKind == JsonValueKind.String ? tokenizer.Encode(text.GetString()!, special, parseSpecial: true) : throw new TokenizerException("text is no text.");
        }

        if (!request.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
            throw new TokenizerException("The line has neither a text nor a list of messages.");
        if (template is null)
            throw new TokenizerException(refused ?? "The folder has no chat template: neither chat_template.jinja nor chat_template in tokenizer_config.json.");
        var tools = request.TryGetProperty("tools", out var given) && given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().ToList() : null;
        var prompt = !request.TryGetProperty("add_generation_prompt", out var opens) || opens.ValueKind != JsonValueKind.False;
        var rendered = template.Render([.. messages.EnumerateArray().Select(message => new TemplateMessage(message))], prompt, tools, Variables(request));
        return tokenizer.Encode(rendered, addSpecial: false, parseSpecial: true);
    }

    /// <summary>What else the line says is for the template, such as <c>enable_thinking</c>.</summary>
    private static Dictionary<string, object?> Variables(JsonElement request) => request.EnumerateObject()
        .Where(one => one.Name is not ("messages" or "tools" or "add_generation_prompt"))
        .GroupBy(one => one.Name, StringComparer.Ordinal).ToDictionary(one => one.Key, one => (object?)one.Last().Value, StringComparer.Ordinal);

    private static string Error(string message) => JsonSerializer.Serialize(new { error = message }, Plain);

    /// <summary>Half of a surrogate pair, written as an escape, is no text to .NET; it becomes U+FFFD.</summary>
    private static string WithoutHalves(string line) => line.Contains("\\u", StringComparison.Ordinal)
        ? Half().Replace(line, found => found.Groups["half"].Success ? "\\ufffd" : found.Value)
        : line;

    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\u[0-9a-fA-F]{4}|\\[^u]", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Half();
}
