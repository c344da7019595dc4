using System.Text.Json;

namespace Platform.Model.Tokenization.BytePairs;

/// <summary>The <c>model</c> part of a tokenizer.json: vocabulary and merges, checked.</summary>
internal sealed class BytePairFile
{
    /// <summary>Above every vocabulary in use; a file that names greater ids would ask for memory that nobody has.</summary>
    public const int MostIds = 1 << 22;

    public required Dictionary<string, int> Ids { get; init; }

    public required MergeTable Merges { get; init; }

    public int? UnknownId { get; private init; }

    public bool FuseUnknown { get; private init; }

    public bool ByteFallback { get; private init; }

    public bool IgnoreMerges { get; private init; }

    /// <summary>In UTF-16 units.</summary>
    public int LongestToken { get; private init; }

    /// <summary>No merge joins a space mark to what stands before it, so that a text may be cut before each first space mark without changing a token.</summary>
    public bool WordsNeverJoin { get; private init; }

    public static BytePairFile Read(JsonElement model)
    {
        if (JsonParts.Text(model, "type") is { } type && type != "BPE")
            throw new TokenizerException($"The tokenizer's model is of type '{type}'; only BPE is known.");
        foreach (var affix in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
            if (JsonParts.Text(model, affix) is { Length: > 0 } used)
                throw new TokenizerException($"The tokenizer's model sets {affix} to '{used}'; only models without it are known.");
        if (model.TryGetProperty("dropout", out var dropout) && dropout.ValueKind == JsonValueKind.Number && dropout.GetDouble() > 0)
            throw new TokenizerException("The tokenizer's model sets dropout, which is for training only; set it to null.");

        var ids = Vocabulary(model);
        var unknown = JsonParts.Text(model, "unk_token");
        if (unknown is not null && !ids.ContainsKey(unknown))
            throw new TokenizerException($"The tokenizer's unk_token '{unknown}' is not in its vocabulary.");
        var merges = ReadMerges(model, ids, out var wordsNeverJoin);
        return new BytePairFile
        {
            Ids = ids,
            Merges = merges,
            UnknownId = unknown is null ? null : ids[unknown],
            FuseUnknown = JsonParts.Flag(model, "fuse_unk"),
            ByteFallback = JsonParts.Flag(model, "byte_fallback"),
            IgnoreMerges = JsonParts.Flag(model, "ignore_merges"),
            LongestToken = ids.Keys.Max(token => token.Length),
            WordsNeverJoin = wordsNeverJoin,
        };
    }

    private static Dictionary<string, int> Vocabulary(JsonElement model)
    {
        if (!model.TryGetProperty("vocab", out var vocab) || vocab.ValueKind != JsonValueKind.Object)
            throw new TokenizerException("The tokenizer's model has no vocab object.");
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var owners = new Dictionary<int, string>();
        foreach (var token in vocab.EnumerateObject())
        {
            var name = JsonParts.Name(token);
            var id = JsonParts.Id(token.Value, name);
            if (!owners.TryAdd(id, name) && owners[id] != name)
                throw new TokenizerException($"The tokens '{owners[id]}' and '{name}' both have id {id}; each token needs its own.");
            ids[name] = id;
        }

        return ids.Count > 0 ? ids : throw new TokenizerException("The tokenizer's vocab is empty.");
    }

    private static MergeTable ReadMerges(JsonElement model, Dictionary<string, int> ids, out bool wordsNeverJoin)
    {
        if (!model.TryGetProperty("merges", out var merges) || merges.ValueKind != JsonValueKind.Array)
            throw new TokenizerException("The tokenizer's model has no list of merges.");
        var table = new MergeTable(merges.GetArrayLength());
        var rank = 0;
        wordsNeverJoin = true;
        foreach (var merge in merges.EnumerateArray())
        {
            var (left, right) = Pair(merge, rank);
            if (!ids.TryGetValue(left, out var leftId) || !ids.TryGetValue(right, out var rightId) || !ids.TryGetValue(left + right, out var id))
                throw new TokenizerException($"Merge {rank} joins '{left}' and '{right}', but the vocabulary does not hold both and what they become.");
            table.Set(leftId, rightId, rank++, id);
            wordsNeverJoin &= right[0] != '▁' || left[^1] == '▁';
        }

        return table;
    }

    private static (string Left, string Right) Pair(JsonElement merge, int rank)
    {
        if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2 && JsonParts.Text(merge[0]) is { Length: > 0 } first && JsonParts.Text(merge[1]) is { Length: > 0 } second)
            return (first, second);
        if (JsonParts.Text(merge) is { } line && line.Split(' ') is [{ Length: > 0 } left, { Length: > 0 } right])
            return (left, right);
        throw new TokenizerException($"Merge {rank} is {JsonParts.Shown(merge)}; a merge is written \"a b\" or [\"a\", \"b\"].");
    }
}
