using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Model.Tokenization.BytePairs;
using Platform.Model.Tokenization.Splitting;
using Platform.Model.Tokenization.Templates;

namespace Platform.Model.Tokenization;

/// <summary>Learns a byte-level tokenizer from texts and writes the files that Hugging Face's library and this project read.</summary>
internal static class TokenizerTraining
{
    public const string EndOfText = "<|endoftext|>";
    public const string TurnStart = "<|im_start|>";
    public const string TurnEnd = "<|im_end|>";

    /// <summary>Qwen 2's: letters of one script run together, each digit alone.</summary>
    private const string Pattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="size">Ids in all: 256 bytes, merges, three marks.</param>
    /// <returns>How many ids there are; fewer than asked for when the texts hold no more pairs.</returns>
    public static int Run(IEnumerable<string> texts, int size, string folder, CancellationToken cancellationToken)
    {
        var cutter = new PatternCut(new RunePattern(Pattern), CutBehavior.Isolated, invert: false);
        var words = new Dictionary<string, long>(StringComparer.Ordinal);
        var pieces = new List<Piece>();
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pieces.Clear();
            cutter.Cut(Piece.Whole(text.Normalize(), first: true), pieces);
            foreach (var piece in pieces)
            {
                var word = piece.Span.ToString();
                words[word] = words.GetValueOrDefault(word) + 1;
            }
        }

        var trainer = new BytePairTrainer();
        foreach (var (word, count) in words.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            trainer.Add(word, count);
        var merges = trainer.Learn(size - 3, cancellationToken);
        Write(folder, trainer.Tokens, merges);
        return trainer.Tokens.Count + 3;
    }

    private static void Write(string folder, IReadOnlyList<byte[]> tokens, List<(int Left, int Right)> merges)
    {
        Directory.CreateDirectory(folder);
        var names = tokens.Select(bytes => string.Concat(bytes.Select(ByteAlphabet.CharOf))).ToList();
        var vocab = new JsonObject();
        for (var id = 0; id < names.Count; id++)
            vocab[names[id]] = id;
        var marks = new[] { EndOfText, TurnStart, TurnEnd };
        var tokenizer = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. marks.Select((mark, at) => new JsonObject
            {
                ["id"] = names.Count + at, ["content"] = mark, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = true,
            })]),
            ["normalizer"] = new JsonObject { ["type"] = "NFC" },
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = Pattern }, ["behavior"] = "Isolated", ["invert"] = false },
                    new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = false, ["use_regex"] = false }),
            },
            ["post_processor"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = false, ["use_regex"] = false },
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = false, ["use_regex"] = false },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE", ["dropout"] = null, ["unk_token"] = null, ["continuing_subword_prefix"] = "", ["end_of_word_suffix"] = "", ["fuse_unk"] = false, ["byte_fallback"] = false, ["ignore_merges"] = false,
                ["vocab"] = vocab,
                ["merges"] = new JsonArray([.. merges.Select(pair => (JsonNode)$"{names[pair.Left]} {names[pair.Right]}")]),
            },
        };
        var config = new JsonObject
        {
            ["tokenizer_class"] = "Qwen2Tokenizer", ["bos_token"] = null, ["eos_token"] = TurnEnd, ["pad_token"] = EndOfText, ["unk_token"] = null,
            ["add_bos_token"] = false, ["add_prefix_space"] = false, ["clean_up_tokenization_spaces"] = false, ["chat_template"] = BuiltInTemplates.ChatMl,
        };
        var generation = new JsonObject { ["eos_token_id"] = new JsonArray(names.Count + 2, names.Count), ["pad_token_id"] = names.Count };
        foreach (var (name, json) in new[] { ("tokenizer.json", tokenizer), ("tokenizer_config.json", config), ("generation_config.json", generation) })
            File.WriteAllText(Path.Combine(folder, name), json.ToJsonString(Readable) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
