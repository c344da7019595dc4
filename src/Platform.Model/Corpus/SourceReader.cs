using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Platform.Model.Recipes;

namespace Platform.Model.Corpus;

/// <summary>Turns a data set, in whatever shape it comes, into documents.</summary>
internal sealed class SourceReader(CorpusSource source)
{
    private const int LawPart = 1200; // characters of articles that stand together
    private static readonly SearchValues<char> Marks = SearchValues.Create("□■○〖{[（(?");
    private readonly Dictionary<Rune, Rune>? _simplified = source.Simplify is { } table ? ReadTable(table) : null;

    /// <param name="pattern">A path; its file name may hold *.</param>
    public IEnumerable<CorpusDocument> Read(string pattern, string split) => Files(pattern).SelectMany(file => source.Format switch
    {
        SourceFormat.Documents => CorpusFile.Read(file),
        SourceFormat.Articles => Articles(file),
        SourceFormat.Poems => Poems(file),
        _ => Lines(file),
    }).Select(document => document with { Split = split });

    private static List<string> Files(string pattern)
    {
        var folder = Path.GetDirectoryName(pattern) is { Length: > 0 } given ? given : ".";
        List<string> files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal)] : [];
        return files.Count > 0 ? files : throw new RecipeException($"There is no file {pattern}.");
    }

    private IEnumerable<CorpusDocument> Lines(string file)
    {
        var number = 0;
        foreach (var line in CorpusFile.Lines(file).Where(line => line.Length > 0))
        {
            number++;
            using var json = Parse(line, file, number);
            var id = string.Create(CultureInfo.InvariantCulture, $"{source.Name}/{(TextOf(json.RootElement, "id") is { Length: > 0 } given ? given : $"{Path.GetFileName(file)}#{number}")}");
            foreach (var document in Of(json.RootElement, id))
                yield return document;
        }
    }

    private IEnumerable<CorpusDocument> Of(JsonElement item, string id) => source.Format switch
    {
        SourceFormat.Dialogues => [Dialogue(id, item.GetProperty("messages").EnumerateArray().Select((message, at) => new CorpusMessage(RoleOf(message, at), TextOf(message, "text"))))],
        SourceFormat.Questions => [Dialogue(id, Questions(item))],
        SourceFormat.Translations => [Dialogue(id, Translation(item, id))],
        _ => [Document(id, TextOf(item, "title") is { Length: > 0 } title && !TextOf(item, "text").StartsWith(title, StringComparison.Ordinal) ? $"{title}\n{TextOf(item, "text")}" : TextOf(item, "text"))],
    };

    /// <summary>The person who came with a matter is the user, whoever helps is the assistant.</summary>
    private static string RoleOf(JsonElement message, int at) => TextOf(message, "role") switch
    {
        "client" or "usr" or "user" => "user",
        "counselor" or "sys" or "assistant" => "assistant",
        "system" => "system",
        _ => at % 2 == 0 ? "user" : "assistant",
    };

    /// <summary>The passage stands before its first question.</summary>
    private static IEnumerable<CorpusMessage> Questions(JsonElement item)
    {
        var passage = TextOf(item, "context") + "\n\n";
        foreach (var question in item.GetProperty("qas").EnumerateArray())
        {
            var answers = question.GetProperty("answers");
            var answer = answers.ValueKind == JsonValueKind.Array && answers.GetArrayLength() > 0 ? answers[0] : default;
            yield return new CorpusMessage("user", passage + TextOf(question, "question"));
            yield return new CorpusMessage("assistant", answer.ValueKind == JsonValueKind.Object ? TextOf(answer, "text") : answer.ToString());
            passage = "";
        }
    }

    private static CorpusMessage[] Translation(JsonElement item, string id)
    {
        var (english, chinese) = (TextOf(item, "en"), TextOf(item, "zh"));
        return CorpusHash.Of(id) % 2 == 0
            ? [new("user", $"翻译成英文：{chinese}"), new("assistant", english)]
            : [new("user", $"翻译成中文：{english}"), new("assistant", chinese)];
    }

    private IEnumerable<CorpusDocument> Articles(string file)
    {
        var (law, text, part, number) = ("", new StringBuilder(), 0, 0);
        foreach (var line in CorpusFile.Lines(file).Where(line => line.Length > 0))
        {
            using var json = Parse(line, file, ++number);
            var name = TextOf(json.RootElement, "law");
            if (text.Length > 0 && (name != law || text.Length > LawPart))
            {
                yield return Document($"{source.Name}/{law}#{++part}", text.ToString());
                text.Clear();
            }

            if (text.Length == 0)
                text.Append(CultureInfo.InvariantCulture, $"《{name}》");
            law = name;
            text.Append(CultureInfo.InvariantCulture, $"\n{TextOf(json.RootElement, "article")}　{TextOf(json.RootElement, "text")}");
        }

        if (text.Length > 0)
            yield return Document($"{source.Name}/{law}#{++part}", text.ToString());
    }

    /// <summary>《title》 author, then the lines: the form that the poetry skill asks a model to go on in.</summary>
    private IEnumerable<CorpusDocument> Poems(string file)
    {
        using var json = Parse(File.ReadAllText(file), file, 1);
        var number = 0;
        foreach (var poem in json.RootElement.EnumerateArray())
        {
            number++;
            if (!poem.TryGetProperty("paragraphs", out var paragraphs))
                continue;
            var lines = paragraphs.EnumerateArray().Select(line => line.GetString()?.Trim() ?? "").Where(line => line.Length > 0).ToList();
            if (lines.Count == 0 || (source.Lines.Count > 0 && !source.Lines.Contains(lines.Count)) || lines.Exists(IsBroken))
                continue;
            var title = TextOf(poem, "title") is { Length: > 0 } named ? named : TextOf(poem, "rhythmic");
            yield return Document(string.Create(CultureInfo.InvariantCulture, $"{source.Name}/{Path.GetFileName(file)}#{number}"), $"《{title}》 {TextOf(poem, "author")}\n{string.Join('\n', lines)}");
        }
    }

    /// <summary>Signs that could not be read, and notes of editors within a line.</summary>
    private static bool IsBroken(string line) => line.AsSpan().ContainsAny(Marks);

    private CorpusDocument Document(string id, string text) => new() { Id = id, Source = source.Name, Licence = source.Licence, Skill = source.Skill, Split = "train", Consent = true, Text = Simple(text) };

    /// <summary>What one person said in several messages becomes one.</summary>
    private CorpusDocument Dialogue(string id, IEnumerable<CorpusMessage> messages)
    {
        var joined = new List<CorpusMessage>();
        foreach (var message in messages.Where(message => message.Content.Length > 0))
            if (joined.Count > 0 && joined[^1].Role == message.Role)
                joined[^1] = joined[^1] with { Content = $"{joined[^1].Content}\n{message.Content}" };
            else
                joined.Add(message);
        return new() { Id = id, Source = source.Name, Licence = source.Licence, Skill = source.Skill, Split = "train", Consent = true, Messages = [.. joined.Select(message => message with { Content = Simple(message.Content) })] };
    }

    private string Simple(string text)
    {
        if (_simplified is null)
            return text;
        var simple = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            simple.Append(_simplified.GetValueOrDefault(rune, rune));
        return simple.ToString();
    }

    private static Dictionary<Rune, Rune> ReadTable(string path)
    {
        var table = new Dictionary<Rune, Rune>();
        foreach (var line in CorpusFile.Lines(path).Where(line => line.Length > 0 && line[0] != '#'))
            if (line.Split('\t') is [var from, var to, ..] && from.EnumerateRunes().ToList() is [var traditional] && to.Split(' ')[0].EnumerateRunes().ToList() is [var simplified])
                table[traditional] = simplified;
        return table.Count > 0 ? table : throw new RecipeException($"{path} holds no pairs of characters. Give an OpenCC table such as TSCharacters.txt.");
    }

    private static JsonDocument Parse(string text, string file, int line)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException broken)
        {
            throw new RecipeException($"{file}, item {line}, is no JSON: {broken.Message}", broken);
        }
    }

    private static string TextOf(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.ToString() : "";
}
