using Platform.Model.Corpus;
using Platform.Model.Recipes;
using Platform.Model.Tokenization;

namespace Platform.Model.Training;

/// <summary>Turns documents into tokens. What is learned is marked while the template is filled, by place and never by token.</summary>
internal sealed class RowEncoder
{
    private const string EndOfText = "<|endoftext|>";

    private readonly TextTokenizer _tokenizer;
    private readonly ChatTemplate? _template;
    private readonly string[] _marks;
    private readonly int _end;
    private readonly DataPart _data;

    /// <exception cref="RecipeException">The tokenizer has no mark that ends a text.</exception>
    public RowEncoder(string folder, DataPart data)
    {
        (_tokenizer, _template, _data) = (TextTokenizer.Read(folder), ChatTemplate.Read(folder), data);
        _marks = [.. Enumerable.Range(0, _tokenizer.VocabularySize).Where(_tokenizer.IsSpecial).Select(_tokenizer.TokenOf).OfType<string>()];
        _end = _tokenizer.IdOf(EndOfText) ?? (_tokenizer.EndTokens.Count > 0 ? _tokenizer.EndTokens.Min() : throw new RecipeException($"The tokenizer in {folder} has no token that ends a text; set eos_token in tokenizer_config.json."));
    }

    public int VocabularySize => _tokenizer.VocabularySize;

    /// <summary>The token that ends a document and fills blocks.</summary>
    public int End => _end;

    public TextTokenizer Tokenizer => _tokenizer;

    /// <exception cref="RecipeException">A dialogue cannot be rendered so that its turns stay apart.</exception>
    public TrainingRow Encode(CorpusDocument document) => document.Messages is { } messages ? Dialogue(document, messages) : Text(document);

    private TrainingRow Text(CorpusDocument document)
    {
        var text = WithoutMarks(document.Text!);
        int[] ids = [.. _tokenizer.Encode(text), _end];
        return new TrainingRow(document.Source, ids, [.. Enumerable.Repeat(true, ids.Length)], text.Length);
    }

    private TrainingRow Dialogue(CorpusDocument document, IReadOnlyList<CorpusMessage> messages)
    {
        if (_template is null)
            throw new RecipeException("The tokenizer has no chat template, so dialogues cannot be trained on. Add chat_template to its tokenizer_config.json.");
        var turns = Turns(messages);
        var (ids, learned, characters) = (new List<int>(), new List<bool>(), 0);
        if (_data.Learn == LearnedTurns.Everything)
        {
            int[] all = [.. _tokenizer.Encode(Render(turns, open: false), addSpecial: false, parseSpecial: true), _end];
            return new TrainingRow(document.Source, all, [.. Enumerable.Repeat(true, all.Length)], turns.Sum(turn => turn.Content.Length));
        }

        var last = turns.FindLastIndex(turn => turn.Role == "assistant");
        var before = "";
        for (var at = 0; at < turns.Count; at++)
        {
            var isAssistant = turns[at].Role == "assistant";
            var opened = isAssistant ? Render(turns[..at], open: true) : before;
            var after = Render(turns[..(at + 1)], open: false);
            if (!opened.StartsWith(before, StringComparison.Ordinal) || !after.StartsWith(opened, StringComparison.Ordinal))
                throw new RecipeException($"The chat template writes earlier turns of {document.Id} otherwise when one more follows, so that what is learned would not be what is served. Train on dialogues of one turn, or use another template.");
            Add(opened[before.Length..]);
            var wanted = isAssistant && (_data.Learn == LearnedTurns.Assistant || at == last);
            if (isAssistant)
                AddAnswer(after[opened.Length..], wanted);
            else
                Add(after[opened.Length..]);
            characters += wanted ? turns[at].Content.Length : 0;
            before = after;
        }

        return new TrainingRow(document.Source, [.. ids], [.. learned], characters);

        void Add(string text)
        {
            ids.AddRange(_tokenizer.Encode(text, addSpecial: false, parseSpecial: true));
            learned.AddRange(Enumerable.Repeat(false, ids.Count - learned.Count));
        }

        // what the model says ends with its first end mark; what the template writes behind it is not the model's
        void AddAnswer(string text, bool learn)
        {
            var ended = false;
            foreach (var id in _tokenizer.Encode(text, addSpecial: false, parseSpecial: true))
            {
                ids.Add(id);
                learned.Add(learn && !ended);
                ended |= _tokenizer.EndTokens.Contains(id);
            }

            if (!ended)
                throw new RecipeException("The chat template ends an answer with no token at which the model would stop. Name it in generation_config.json (eos_token_id).");
        }
    }

    private List<CorpusMessage> Turns(IReadOnlyList<CorpusMessage> messages)
    {
        var turns = messages.Select(message => message with { Role = RoleOf(message.Role), Content = WithoutMarks(message.Content) }).ToList();
        if (_data.SwapRoles && turns.Count > 0 && turns[0].Role == "assistant" && _data.System is null)
            turns.Insert(0, new CorpusMessage("user", "…")); // a dialogue that the model opens
        if (_data.System is { } system)
            turns.Insert(0, new CorpusMessage("system", system));
        return turns;
    }

    private string RoleOf(string role) => !_data.SwapRoles ? role : role switch
    {
        "user" => "assistant",
        "assistant" => "user",
        _ => role,
    };

    private string Render(IEnumerable<CorpusMessage> turns, bool open) => _template!.Render([.. turns.Select(turn => new TemplateMessage(turn.Role, turn.Content))], addGenerationPrompt: open);

    /// <summary>Nobody's words may pass for control marks.</summary>
    private string WithoutMarks(string text) => Array.Exists(_marks, mark => text.Contains(mark, StringComparison.Ordinal)) ? _marks.Aggregate(text, (rest, mark) => rest.Replace(mark, "", StringComparison.Ordinal)) : text;
}
