using System.Text.Json;
using Platform.Model.Corpus.Recipes;

namespace Platform.Model.Corpus.Reading;

/// <summary>Makes text or turns of a record, as its source's recipe says.</summary>
internal sealed class DocumentShape
{
    private readonly RecordTemplate? _text;
    private readonly DialogueShape? _dialogue;
    private readonly string[]? _each;
    private readonly List<(RecordTemplate User, RecordTemplate Then, RecordTemplate Assistant)> _forms = [];

    public DocumentShape(CorpusSource source)
    {
        _text = source.Text is null ? null : new RecordTemplate(source.Text);
        _dialogue = source.Dialogue;
        _each = source.Exchange?.Each?.Split('.');
        foreach (var form in source.Exchange?.Forms ?? [])
            _forms.Add((new(form.User), new(form.Then ?? form.User), new(form.Assistant)));
    }

    /// <param name="records">Those that become one document together.</param>
    /// <param name="hash">Chooses among forms.</param>
    /// <returns>Both null when the records have nothing for the blanks.</returns>
    public (string? Text, List<CorpusMessage>? Messages) Make(IReadOnlyList<JsonElement> records, ulong hash)
    {
        if (_text is not null)
        {
            var texts = records.Select(record => _text.Fill(record)).OfType<string>().ToList();
            return (texts.Count == 0 ? null : string.Join('\n', texts), null);
        }

        var turns = new List<CorpusMessage>();
        foreach (var record in records)
        {
            if (_dialogue is not null)
                AddDialogue(record, turns);
            else if (_each is null)
                AddExchange(hash, turns, record);
            else if (RecordTemplate.Find(_each, [record]) is { ValueKind: JsonValueKind.Array } items)
                foreach (var item in items.EnumerateArray())
                    AddExchange(hash, turns, item, record);
        }

        return (null, turns.Count == 0 ? null : turns);
    }

    private void AddExchange(ulong hash, List<CorpusMessage> turns, params ReadOnlySpan<JsonElement> places)
    {
        var form = _forms[(int)(hash % (ulong)_forms.Count)];
        if ((turns.Count == 0 ? form.User : form.Then).Fill(places) is { } user && form.Assistant.Fill(places) is { } assistant)
            turns.AddRange([new("user", user), new("assistant", assistant)]);
    }

    private void AddDialogue(JsonElement record, List<CorpusMessage> turns)
    {
        if (RecordTemplate.Find(_dialogue!.Messages.Split('.'), [record]) is not { ValueKind: JsonValueKind.Array } messages)
            throw new CorpusException($"A record has no list '{_dialogue.Messages}' of messages.");
        foreach (var message in messages.EnumerateArray())
        {
            var text = message.TryGetProperty(_dialogue.Text, out var said) ? said.GetString() : null;
            if (!string.IsNullOrWhiteSpace(text))
                turns.Add(new(Role(message, turns.Count), text));
        }
    }

    private string Role(JsonElement message, int place)
    {
        if (_dialogue!.Roles.Count == 0)
            return place % 2 == 0 ? "user" : "assistant";
        var name = message.TryGetProperty(_dialogue.Role, out var given) ? given.GetString() ?? "" : "";
        return _dialogue.Roles.TryGetValue(name, out var role)
            ? role
            : throw new CorpusException($"A message has the role '{name}', which the recipe does not name. Known: {string.Join(", ", _dialogue.Roles.Keys)}.");
    }
}
