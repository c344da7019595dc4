using System.Text.Json;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Requests;

/// <summary>Reads what may be a text, texts, token ids or lists of token ids: the prompt of a completion, the input of an embedding.</summary>
internal static class InputFields
{
    private const int MostIds = 1_000_000;

    public static IReadOnlyList<ModelPrompt> Prompts(JsonElement? given, string name, int most)
    {
        switch (given)
        {
            case null:
                throw ApiException.Invalid(name, $"{name} is missing. Give a text, a list of texts, token ids or a list of lists of token ids.");
            case { ValueKind: JsonValueKind.String } text:
                return [new ModelPrompt.Text(RequestFields.TextOf(text, name))];
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 0:
                throw ApiException.Invalid(name, $"{name} is empty. Give at least one text or token id.");
            case { ValueKind: JsonValueKind.Array } list when list[0].ValueKind == JsonValueKind.Number:
                return [Ids(list, name)];
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > most:
                throw ApiException.Invalid(name, $"{name} has {list.GetArrayLength()} entries; at most {most} are taken at a time.");
            case { ValueKind: JsonValueKind.Array } list:
                return [.. list.EnumerateArray().Select((one, i) => One(one, $"{name}[{i}]"))];
            case { } other:
                throw ApiException.Invalid(name, $"{name} is {RequestFields.Shown(other)}; it must be a text, a list of texts, token ids or a list of lists of token ids.");
        }
    }

    public static IReadOnlyList<int> Tokens(JsonElement? given, string name) => given is { ValueKind: JsonValueKind.Array } list
        ? Ids(list, name).Value
        : throw ApiException.Invalid(name, $"{name} is missing or no list. Give token ids.");

    private static ModelPrompt One(JsonElement given, string name) => given.ValueKind switch
    {
        JsonValueKind.String => new ModelPrompt.Text(RequestFields.TextOf(given, name)),
        JsonValueKind.Array when given.GetArrayLength() > 0 => Ids(given, name),
        _ => throw ApiException.Invalid(name, $"{name} is {RequestFields.Shown(given)}; it must be a text or a list of token ids that is not empty."),
    };

    private static ModelPrompt.Ids Ids(JsonElement list, string name)
    {
        if (list.GetArrayLength() > MostIds)
            throw ApiException.Invalid(name, $"{name} has {list.GetArrayLength()} token ids; at most {MostIds} are taken.");
        var ids = new int[list.GetArrayLength()];
        var at = 0;
        foreach (var id in list.EnumerateArray())
            ids[at] = RequestFields.IntegerOf(id, $"{name}[{at++}]", 0, int.MaxValue);
        return new ModelPrompt.Ids(ids);
    }
}
