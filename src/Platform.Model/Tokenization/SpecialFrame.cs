using System.Text.Json;

namespace Platform.Model.Tokenization;

/// <summary>The special tokens around a text: from the <c>post_processor</c> of tokenizer.json, or from <c>add_bos_token</c> and <c>add_eos_token</c>, which win where they are given.</summary>
internal static class SpecialFrame
{
    public static (IReadOnlyList<int> Before, IReadOnlyList<int> After) Read(JsonElement? processor, JsonElement? config, Dictionary<string, string> named, Func<string, int?> idOf)
    {
        var before = new List<int>();
        var after = new List<int>();
        if (processor is { } given)
            Read(given, before, after, idOf, depth: 0);
        if (config is not { } settings)
            return (before, after);

        // transformers' Llama class builds its own frame, with a BOS unless told otherwise
        var ofLlama = JsonParts.Text(settings, "tokenizer_class") is "LlamaTokenizer" or "LlamaTokenizerFast";
        if (ofLlama || JsonParts.Part(settings, "add_bos_token") is not null)
            Override(before, JsonParts.Flag(settings, "add_bos_token", otherwise: ofLlama), named.GetValueOrDefault("bos_token", ofLlama ? "<s>" : ""), idOf);
        if (ofLlama || JsonParts.Part(settings, "add_eos_token") is not null)
            Override(after, JsonParts.Flag(settings, "add_eos_token"), named.GetValueOrDefault("eos_token", ofLlama ? "</s>" : ""), idOf);
        return (before, after);
    }

    private static void Override(List<int> side, bool wanted, string token, Func<string, int?> idOf)
    {
        side.Clear();
        if (wanted && token.Length > 0)
            side.Add(idOf(token) ?? throw new TokenizerException($"tokenizer_config.json asks for '{token}' around each text, which is no token of the tokenizer."));
    }

    private static void Read(JsonElement part, List<int> before, List<int> after, Func<string, int?> idOf, int depth)
    {
        if (depth > 8)
            throw new TokenizerException("The tokenizer's post_processor is nested too deep.");
        switch (JsonParts.Text(part, "type"))
        {
            case "Sequence":
                if (JsonParts.Part(part, "processors") is { ValueKind: JsonValueKind.Array } steps)
                    foreach (var step in steps.EnumerateArray())
                        Read(step, before, after, idOf, depth + 1);
                break;
            case "ByteLevel": // changes offsets only
                break;
            case "TemplateProcessing":
                Template(part, before, after, idOf);
                break;
            case var other:
                throw new TokenizerException($"The tokenizer's post_processor has a step of type '{other}'. Known: Sequence, ByteLevel, TemplateProcessing.");
        }
    }

    private static void Template(JsonElement part, List<int> before, List<int> after, Func<string, int?> idOf)
    {
        if (JsonParts.Part(part, "single") is not { ValueKind: JsonValueKind.Array } single)
            throw new TokenizerException("The tokenizer's TemplateProcessing has no template for a single text.");
        var side = before;
        foreach (var item in single.EnumerateArray())
        {
            if (JsonParts.Part(item, "Sequence") is not null)
            {
                side = after;
                continue;
            }

            var token = JsonParts.Part(item, "SpecialToken") is { } special ? JsonParts.Text(special, "id") : null;
            if (token is null)
                throw new TokenizerException($"The tokenizer's TemplateProcessing has the part {JsonParts.Shown(item)}; a Sequence or a SpecialToken is needed.");
            var known = JsonParts.Part(part, "special_tokens") is { } map && JsonParts.Part(map, token) is { } entry ? JsonParts.Part(entry, "ids") : null;
            if (known is { ValueKind: JsonValueKind.Array } ids)
                side.AddRange(ids.EnumerateArray().Select(id => JsonParts.Id(id, token)));
            else
                side.Add(idOf(token) ?? throw new TokenizerException($"The tokenizer's TemplateProcessing names '{token}', which is no token."));
        }
    }
}
