using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Model.Tokenization.Training;

/// <summary>Writes a trained vocabulary as the files that our reader and Hugging Face's read.</summary>
internal static class TokenizerFolder
{
    public const string EndOfText = "<|endoftext|>";
    public const string TurnStart = "<|im_start|>";
    public const string TurnEnd = "<|im_end|>";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Control marks in the order of their ids.</summary>
    public static IReadOnlyList<string> Special { get; } = [EndOfText, TurnStart, TurnEnd];

    public static void Write(string folder, LearntPairs learnt)
    {
        Directory.CreateDirectory(folder);
        var first = learnt.Tokens.Count;
        Put(folder, "tokenizer.json", TokenizerJson.File(learnt, Special));
        Put(folder, "tokenizer_config.json", Config(first));
        Put(folder, "generation_config.json", new JsonObject
        {
            ["pad_token_id"] = first,
            ["eos_token_id"] = new JsonArray(first + 2, first),
        });
    }

    private static JsonObject Config(int first)
    {
        var described = new JsonObject();
        for (var at = 0; at < Special.Count; at++)
        {
            var token = TokenizerJson.Added(first + at, Special[at]);
            token.Remove("id");
            described[(first + at).ToString(System.Globalization.CultureInfo.InvariantCulture)] = token;
        }

        return new JsonObject
        {
            ["add_prefix_space"] = false,
            ["added_tokens_decoder"] = described,
            ["additional_special_tokens"] = new JsonArray(TurnStart, TurnEnd),
            ["bos_token"] = null,
            ["chat_template"] = ChatTemplate.ChatMl.Source,
            ["clean_up_tokenization_spaces"] = false,
            ["eos_token"] = TurnEnd,
            ["errors"] = "replace",
            ["model_max_length"] = 1_000_000,
            ["pad_token"] = EndOfText,
            ["split_special_tokens"] = false,
            ["tokenizer_class"] = "Qwen2Tokenizer",
            ["unk_token"] = null,
        };
    }

    private static void Put(string folder, string name, JsonObject content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path + ".part", content.ToJsonString(Json) + "\n");
        File.Move(path + ".part", path, overwrite: true);
    }
}
