using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Testing.Models;

/// <summary>Writes small but real tokenizers, laid out as Hugging Face folders have them.</summary>
public static class TinyTokenizer
{
    public const string QwenPattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    public const string Llama3Pattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public const string ChatMl = "{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{%- endfor %}{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] ByteMerges =
    [
        "t h", "Ġ t", "h e", "i n", "Ġ a", "e r", "o n", "r e", "Ġt he", "a n", "Ġ s", "o r", "a t", "e n", "l l", "Ġ w", "e ll", "ell o", "Ġ h", "H ello",
        "w or", "Ġw or", "Ġwor l", "Ġworl d", "Ġ Ġ", "ä ½", "ä½ ł", "å ¥", "å¥ ½", "Ċ Ċ", "Ġ {", "\" :", "\" ,", "Ġ \"", "t r", "tr u", "tru e",
    ];

    private static readonly string[] PieceMerges =
    [
        "▁ t", "i n", "▁ a", "e r", "o n", "▁ h", "l l", "▁ s", "e ll", "▁h ell", "▁hell o", "▁ w", "o r", "▁w or", "▁wor l", "▁worl d", "▁ ▁", "你 好", "▁ 你好",
    ];

    /// <summary>Qwen's type: bytes, NFC, ChatML. 256 bytes, then the merges, then <c>&lt;|endoftext|&gt; &lt;|im_start|&gt; &lt;|im_end|&gt;</c> and, as ordinary tags, <c>&lt;think&gt; &lt;/think&gt;</c>.</summary>
    /// <returns>How many ids there are.</returns>
    public static int WriteQwen(string folder) => WriteByteLevel(folder, QwenPattern, "NFC", ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], ["<think>", "</think>"], bos: null, eos: "<|im_end|>", ChatMl);

    /// <summary>Llama 3's type: bytes, words that are tokens taken whole, a BOS before each text.</summary>
    /// <returns>How many ids there are.</returns>
    public static int WriteLlama3(string folder) => WriteByteLevel(
        folder, Llama3Pattern, null, ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"], [], "<|begin_of_text|>", "<|eot_id|>",
        "{{- bos_token }}{%- for message in messages %}{{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}{%- endfor %}{%- if add_generation_prompt %}{{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{%- endif %}");

    /// <summary>Llama 2's type: characters with a mark for spaces, byte fallback, a BOS before each text.</summary>
    /// <returns>How many ids there are.</returns>
    public static int WriteLlama2(string folder) => WritePieces(folder, [], "<s>", "</s>", addBos: true);

    /// <summary>Yuan's: like Llama 2, without BOS, with its own marks.</summary>
    /// <returns>How many ids there are.</returns>
    public static int WriteYuan(string folder) => WritePieces(folder, ["<eod>", "<n>", "<sep>", "<pad>"], "<s>", "<eod>", addBos: false);

    private static int WriteByteLevel(string folder, string pattern, string? normalizer, string[] special, string[] tags, string? bos, string eos, string template)
    {
        var vocab = new JsonObject();
        foreach (var letter in Alphabet())
            vocab[letter.ToString()] = vocab.Count;
        foreach (var merge in ByteMerges)
            vocab[merge.Replace(" ", "", StringComparison.Ordinal)] = vocab.Count;
        var added = Added(special, tags, vocab.Count);
        Write(folder, "tokenizer.json", new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = added,
            ["normalizer"] = normalizer is null ? null : new JsonObject { ["type"] = normalizer },
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["behavior"] = "Isolated", ["invert"] = false },
                    new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = false }),
            },
            ["post_processor"] = bos is null ? new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = true, ["trim_offsets"] = false, ["use_regex"] = true } : Frame(bos, added),
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = true, ["trim_offsets"] = true, ["use_regex"] = true },
            ["model"] = Model(vocab, ByteMerges, unknown: null, fallback: false, ignoreMerges: bos is not null),
        });
        Write(folder, "tokenizer_config.json", new JsonObject { ["tokenizer_class"] = bos is null ? "Qwen2Tokenizer" : "PreTrainedTokenizerFast", ["bos_token"] = bos, ["eos_token"] = eos, ["chat_template"] = template });
        return vocab.Count + added.Count;
    }

    private static int WritePieces(string folder, string[] special, string bos, string eos, bool addBos)
    {
        var vocab = new JsonObject { ["<unk>"] = 0, ["<s>"] = 1, ["</s>"] = 2 };
        for (var value = 0; value < 256; value++)
            vocab[$"<0x{value:X2}>"] = vocab.Count;
        foreach (var letter in string.Concat(PieceMerges).Replace(" ", "", StringComparison.Ordinal).Concat("bcdfgijkmnpquvxyz.,!?{}[]\":0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ").Distinct())
            vocab[letter.ToString()] = vocab.Count;
        foreach (var merge in PieceMerges)
            vocab[merge.Replace(" ", "", StringComparison.Ordinal)] = vocab.Count;
        var added = Added(["<unk>", "<s>", "</s>"], [], 0);
        foreach (var token in Added(special, [], vocab.Count).ToArray())
            added.Add(token!.DeepClone());
        Write(folder, "tokenizer.json", new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = added,
            ["normalizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["normalizers"] = new JsonArray(
                    new JsonObject { ["type"] = "Prepend", ["prepend"] = "▁" },
                    new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = " " }, ["content"] = "▁" }),
            },
            ["pre_tokenizer"] = null,
            ["post_processor"] = addBos ? Frame(bos, added) : null,
            ["decoder"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["decoders"] = new JsonArray(
                    new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = "▁" }, ["content"] = " " },
                    new JsonObject { ["type"] = "ByteFallback" },
                    new JsonObject { ["type"] = "Fuse" },
                    new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 }),
            },
            ["model"] = Model(vocab, PieceMerges, "<unk>", fallback: true, ignoreMerges: false),
        });
        Write(folder, "tokenizer_config.json", new JsonObject { ["tokenizer_class"] = "LlamaTokenizer", ["add_bos_token"] = addBos, ["add_eos_token"] = false, ["bos_token"] = bos, ["eos_token"] = eos, ["unk_token"] = "<unk>" });
        return vocab.Count + special.Length;
    }

    private static JsonObject Model(JsonObject vocab, string[] merges, string? unknown, bool fallback, bool ignoreMerges) => new()
    {
        ["type"] = "BPE",
        ["dropout"] = null,
        ["unk_token"] = unknown,
        ["continuing_subword_prefix"] = null,
        ["end_of_word_suffix"] = null,
        ["fuse_unk"] = unknown is not null,
        ["byte_fallback"] = fallback,
        ["ignore_merges"] = ignoreMerges,
        ["vocab"] = vocab,
        ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)merge)]),
    };

    private static JsonArray Added(string[] special, string[] tags, int firstId) => new([.. special.Concat(tags).Select((content, at) => (JsonNode)new JsonObject
    {
        ["id"] = firstId + at,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = at < special.Length,
    })]);

    private static JsonObject Frame(string bos, JsonArray added) => new()
    {
        ["type"] = "TemplateProcessing",
        ["single"] = new JsonArray(
            new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = bos, ["type_id"] = 0 } },
            new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "A", ["type_id"] = 0 } }),
        ["pair"] = new JsonArray(),
        ["special_tokens"] = new JsonObject
        {
            [bos] = new JsonObject { ["id"] = bos, ["ids"] = new JsonArray((int)added.First(token => (string?)token!["content"] == bos)!["id"]!), ["tokens"] = new JsonArray(bos) },
        },
    };

    /// <summary>The characters that stand for bytes 0 to 255, as GPT-2 laid them out.</summary>
    private static IEnumerable<char> Alphabet()
    {
        var spare = 256;
        for (var value = 0; value < 256; value++)
            yield return value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : (char)spare++;
    }

    private static void Write(string folder, string name, JsonObject content)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name), content.ToJsonString(Readable));
    }
}
