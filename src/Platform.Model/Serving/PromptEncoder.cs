using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Model.Tokenization;

namespace Platform.Model.Serving;

/// <summary>Prompts to token ids.</summary>
/// <remarks>
/// A template writes control marks, and people must not: a mark inside of a message is put aside before the template is filled and
/// encoded as plain text afterwards. Messages without marks are encoded exactly as Hugging Face does it.
/// </remarks>
internal sealed class PromptEncoder(LoadedText text)
{
    private const char Aside = '\uF8F0'; // private use: stands before and after the number of a mark that was put aside

    private readonly string[] _marks = [.. Enumerable.Range(0, text.Tokenizer.VocabularySize).Where(text.Tokenizer.IsSpecial).Select(text.Tokenizer.TokenOf).OfType<string>().OrderByDescending(mark => mark.Length)];

    /// <exception cref="InvalidGenerationException">The model has no template, or its template refuses the conversation.</exception>
    public int[] Encode(ModelPrompt prompt) => prompt switch
    {
        ModelPrompt.Ids ids => [.. ids.Value],
        ModelPrompt.Text plain => [.. text.Tokenizer.Encode(plain.Value, addSpecial: true)],
        ModelPrompt.Chat chat => Encode(chat),
        _ => throw new InvalidGenerationException("prompt", $"A prompt of kind {prompt.GetType().Name} is not known."),
    };

    private int[] Encode(ModelPrompt.Chat chat)
    {
        if (text.Template is null)
            throw new InvalidGenerationException("messages", "The model has no chat template, so it takes no conversations. Use completions, or add chat_template.jinja to its folder.");
        try
        {
            var rendered = text.Template.Render([.. chat.Messages.Select(WithoutMarks)], chat.AddGenerationPrompt, chat.Tools, chat.Variables);
            return Encode(rendered);
        }
        catch (TokenizerException refusal)
        {
            throw new InvalidGenerationException("messages", refusal.Message);
        }
    }

    private int[] Encode(string rendered)
    {
        var parts = rendered.Split(Aside);
        if (parts.Length == 1)
            return [.. text.Tokenizer.Encode(rendered, addSpecial: false, parseSpecial: true)];

        var ids = new List<int>();
        for (var i = 0; i < parts.Length; i++)
            if (i % 2 == 0)
                ids.AddRange(text.Tokenizer.Encode(parts[i], addSpecial: false, parseSpecial: true));
            else if (int.TryParse(parts[i], System.Globalization.CultureInfo.InvariantCulture, out var mark) && mark < _marks.Length)
                ids.AddRange(text.Tokenizer.Encode(_marks[mark]));
        return [.. ids];
    }

    private TemplateMessage WithoutMarks(TemplateMessage message)
    {
        var json = message.Json.GetRawText();
        if (!json.Contains('\\', StringComparison.Ordinal) && !json.Contains(Aside, StringComparison.Ordinal) && !_marks.Any(mark => json.Contains(mark, StringComparison.Ordinal)))
            return message;
        var changed = JsonNode.Parse(json)!;
        PutAside(changed);
        return new TemplateMessage(JsonSerializer.SerializeToElement(changed));
    }

    private void PutAside(JsonNode node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToList())
                    if (value is JsonValue text && text.TryGetValue<string>(out var words))
                        fields[name] = PutAside(words);
                    else if (value is not null)
                        PutAside(value);
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                    if (list[i] is JsonValue text && text.TryGetValue<string>(out var words))
                        list[i] = PutAside(words);
                    else if (list[i] is { } inner)
                        PutAside(inner);
                break;
        }
    }

    private string PutAside(string words)
    {
        words = words.Replace(Aside, '\uFFFD');
        for (var i = 0; i < _marks.Length; i++)
            if (words.Contains(_marks[i], StringComparison.Ordinal))
                words = words.Replace(_marks[i], $"{Aside}{i}{Aside}", StringComparison.Ordinal);
        return words;
    }
}
