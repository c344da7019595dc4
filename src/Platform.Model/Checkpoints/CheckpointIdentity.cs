using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Platform.Model.Tokenization;

namespace Platform.Model.Checkpoints;

/// <summary>What must not change between the training of a model and its service: a different template or tokenizer ruins a model without any error.</summary>
/// <param name="Weights">SHA-256 of the safetensors files in the order of their names, hexadecimal.</param>
/// <param name="Tokenizer">Of tokenizer.json.</param>
/// <param name="Template">Of the chat template.</param>
/// <param name="Golden">JSON: conversations and the token ids they are read as.</param>
public sealed record CheckpointIdentity(string Weights, string Tokenizer, string Template, string Golden)
{
    private static readonly string[][] Conversations = [["你好。"], ["Hello!", "你好，有什么可以帮您？", "谢谢 😀"], ["1234567890 + 1/2 = ?\n\tend "]];

    /// <exception cref="CheckpointException">The folder is no whole checkpoint, or has no tokenizer.</exception>
    public static CheckpointIdentity Of(string folder)
    {
        CheckpointReader.Open(folder);
        try
        {
            var tokenizer = TextTokenizer.Read(folder);
            var template = ChatTemplate.Read(folder);
            var golden = Conversations.Select(turns => new { turns, ids = template is null ? tokenizer.Encode(string.Join('\n', turns)) : tokenizer.Encode(Render(template, turns), addSpecial: false, parseSpecial: true) });
            return new CheckpointIdentity(
                Hash([.. Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal)]),
                Hash([Path.Combine(folder, "tokenizer.json")]),
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(template?.Source ?? ""))),
                JsonSerializer.Serialize(golden));
        }
        catch (TokenizerException broken)
        {
            throw new CheckpointException(broken.Message, broken);
        }
    }

    /// <returns>What differs, in words of both languages; null when nothing does.</returns>
    public (string Chinese, string English)? Against(CheckpointIdentity recorded) =>
        Weights != recorded.Weights ? ("权重不是登记时的权重", "its weights are not those that were registered")
        : Tokenizer != recorded.Tokenizer ? ("tokenizer.json 不是登记时的文件", "its tokenizer.json is not the one that was registered")
        : Template != recorded.Template ? ("对话模板不是登记时的模板", "its chat template is not the one that was registered")
        : Golden != recorded.Golden ? ("同样的样例文字，现在读出的词元与登记时不同", "it reads the golden prompts as other tokens than when it was registered")
        : null;

    private static string Render(ChatTemplate template, string[] turns) =>
        template.Render([.. turns.Select((text, at) => new TemplateMessage(at % 2 == 0 ? "user" : "assistant", text))], addGenerationPrompt: true);

    private static string Hash(IReadOnlyList<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
