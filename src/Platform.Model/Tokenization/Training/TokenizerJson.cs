using System.Text.Json.Nodes;

namespace Platform.Model.Tokenization.Training;

/// <summary>The parts of tokenizer.json, as Hugging Face's <c>tokenizers</c> writes them for Qwen 2.</summary>
internal static class TokenizerJson
{
    public static JsonObject Normalizer => new() { ["type"] = "NFC" };

    public static JsonObject PreTokenizer => new()
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "Split",
                ["pattern"] = new JsonObject { ["Regex"] = WordCounts.Pattern },
                ["behavior"] = "Isolated",
                ["invert"] = false,
            },
            ByteLevel(usesPattern: false)),
    };

    /// <param name="special">Control marks; their ids follow the learnt tokens.</param>
    public static JsonObject File(LearntPairs learnt, IReadOnlyList<string> special)
    {
        var tokens = learnt.Tokens;
        var vocabulary = new JsonObject();
        for (var id = 0; id < tokens.Count; id++)
            vocabulary[tokens[id]] = id;
        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. special.Select((token, at) => Added(tokens.Count + at, token))]),
            ["normalizer"] = Normalizer,
            ["pre_tokenizer"] = PreTokenizer,
            ["post_processor"] = ByteLevel(usesPattern: false),
            ["decoder"] = ByteLevel(usesPattern: false),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = "",
                ["end_of_word_suffix"] = "",
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["ignore_merges"] = false,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. learnt.Merges.Select(pair => new JsonArray(tokens[pair.Left], tokens[pair.Right]))]),
            },
        };
    }

    public static JsonObject Added(int id, string token) => new()
    {
        ["id"] = id,
        ["content"] = token,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };

    private static JsonObject ByteLevel(bool usesPattern) => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = false,
        ["trim_offsets"] = false,
        ["use_regex"] = usesPattern,
    };
}
