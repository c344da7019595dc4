using System.Globalization;
using System.Text.Json;
using Platform.Model.Tokenization.BytePairs;
using Platform.Model.Tokenization.Splitting;

namespace Platform.Model.Tokenization;

/// <summary>What a folder says of its tokenizer: tokenizer.json, and what tokenizer_config.json adds or changes.</summary>
internal sealed class TokenizerFile
{
    private static readonly string[] NamedTokens = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    public required BytePairFile Model { get; init; }

    public required bool ByteLevel { get; init; }

    public required Func<string, string>? Normalize { get; init; }

    public required IReadOnlyList<IPieceCutter> Cutters { get; init; }

    public required Func<List<string>, List<string>> Decode { get; init; }

    public required IReadOnlyList<AddedToken> Added { get; init; }

    /// <summary>Ids before and after every text that is encoded with its special tokens.</summary>
    public required (IReadOnlyList<int> Before, IReadOnlyList<int> After) Frame { get; init; }

    public required IReadOnlySet<int> EndTokens { get; init; }

    public static TokenizerFile Read(string folder)
    {
        using var file = JsonParts.Read(folder, "tokenizer.json") ?? throw new TokenizerException($"There is no tokenizer.json in {folder}.");
        using var config = JsonParts.Read(folder, "tokenizer_config.json");
        var named = ReadNamed(folder, config?.RootElement);
        var root = file.RootElement;
        if (JsonParts.Part(root, "model") is not { ValueKind: JsonValueKind.Object } model)
            throw new TokenizerException("tokenizer.json has no model.");

        var pairs = BytePairFile.Read(model);
        var cutters = CutterFile.Read(JsonParts.Part(root, "pre_tokenizer"), out var byteLevel);
        var words = !byteLevel && cutters.Count == 0 && pairs is { WordsNeverJoin: true, IgnoreMerges: false } && pairs.Ids.ContainsKey("▁");
        var added = ReadAdded(root, config?.RootElement, named, pairs);
        return new TokenizerFile
        {
            Model = pairs,
            ByteLevel = byteLevel,
            Normalize = NormalizerFile.Read(JsonParts.Part(root, "normalizer")),
            Cutters = words ? [new SpaceMarkWords('▁')] : cutters,
            Decode = TokenDecoders.Read(JsonParts.Part(root, "decoder")),
            Added = added,
            Frame = SpecialFrame.Read(JsonParts.Part(root, "post_processor"), config?.RootElement, named, token => IdOf(token, added, pairs)),
            EndTokens = ReadEnds(folder, named, token => IdOf(token, added, pairs)),
        };
    }

    private static int? IdOf(string token, List<AddedToken> added, BytePairFile pairs) =>
        added.Find(one => one.Content == token)?.Id ?? (pairs.Ids.TryGetValue(token, out var id) ? id : null);

    /// <summary>Those of tokenizer.json; then, as transformers does, what tokenizer_config.json says of them, and the named ones that have no id yet.</summary>
    private static List<AddedToken> ReadAdded(JsonElement root, JsonElement? config, Dictionary<string, string> named, BytePairFile pairs)
    {
        var tokens = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        var next = pairs.Ids.Values.Max() + 1;
        if (JsonParts.Part(root, "added_tokens") is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var given in list.EnumerateArray())
            {
                if (JsonParts.Part(given, "id") is not { } id)
                    throw new TokenizerException($"The added token {JsonParts.Shown(given)} has no id.");
                Put(AddedToken.Read(JsonParts.Id(id, JsonParts.Text(given, "content") ?? ""), given));
            }
        }

        if (config is { } settings && JsonParts.Part(settings, "added_tokens_decoder") is { ValueKind: JsonValueKind.Object } described)
            foreach (var given in described.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Object).OrderBy(one => int.TryParse(one.Name, CultureInfo.InvariantCulture, out var id) ? id : int.MaxValue))
                Put(AddedToken.Read(0, given.Value));
        foreach (var content in named.Values)
            if (content.Length > 0 && !tokens.ContainsKey(content) && !pairs.Ids.ContainsKey(content))
                Put(new AddedToken(0, content, false, false, false, Normalized: false, Special: true));

        var owners = new Dictionary<int, string>();
        foreach (var token in tokens.Values)
            if (!owners.TryAdd(token.Id, token.Content))
                throw new TokenizerException($"The added tokens '{owners[token.Id]}' and '{token.Content}' both have id {token.Id}; each token needs its own.");
        return [.. tokens.Values];

        void Put(AddedToken token)
        {
            if (token.Content.Length == 0)
                return;
            var id = tokens.TryGetValue(token.Content, out var known) ? known.Id : pairs.Ids.TryGetValue(token.Content, out var inVocabulary) ? inVocabulary : Math.Max(token.Id, next);
            next = Math.Max(next, id + 1);
            tokens[token.Content] = token with { Id = id };
        }
    }

    /// <summary>Which token is the begin, the end and so on: tokenizer_config.json says it, else special_tokens_map.json.</summary>
    public static Dictionary<string, string> ReadNamed(string folder, JsonElement? config)
    {
        using var map = JsonParts.Read(folder, "special_tokens_map.json");
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in NamedTokens)
        {
            var said = config is { } settings ? Named(settings, name) : null;
            if ((said ?? (map is null ? null : Named(map.RootElement, name))) is { } token)
                named[name] = token;
        }

        return named;
    }

    /// <summary>A named token is written as a text or as an object.</summary>
    private static string? Named(JsonElement config, string name) =>
        JsonParts.Part(config, name) is not { } value ? null : value.ValueKind == JsonValueKind.Object ? JsonParts.Text(value, "content") : JsonParts.Text(value);

    private static HashSet<int> ReadEnds(string folder, Dictionary<string, string> named, Func<string, int?> idOf)
    {
        using var generation = JsonParts.Read(folder, "generation_config.json");
        using var model = JsonParts.Read(folder, "config.json");
        var ends = new HashSet<int>();
        if (named.GetValueOrDefault("eos_token") is { } end && idOf(end) is { } endId)
            ends.Add(endId);
        var source = generation is not null && JsonParts.Part(generation.RootElement, "eos_token_id") is { } first ? first
            : model is not null && JsonParts.Part(model.RootElement, "eos_token_id") is { } second ? second : (JsonElement?)null;
        foreach (var id in source switch { null => [], { ValueKind: JsonValueKind.Array } many => many.EnumerateArray().ToArray(), { } one => [one] })
            ends.Add(JsonParts.Id(id, "eos_token_id"));
        return ends;
    }
}
