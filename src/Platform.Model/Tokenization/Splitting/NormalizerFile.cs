using System.Text;
using System.Text.Json;

namespace Platform.Model.Tokenization.Splitting;

/// <summary>Reads the <c>normalizer</c> part of a tokenizer.json.</summary>
internal static class NormalizerFile
{
    /// <returns>Null when text is left as it is.</returns>
    public static Func<string, string>? Read(JsonElement? part, int depth = 0)
    {
        if (part is not { } given)
            return null;
        if (depth > 8)
            throw new TokenizerException("The tokenizer's normalizer is nested too deep.");
        switch (JsonParts.Text(given, "type"))
        {
            case "Sequence":
                var steps = JsonParts.Part(given, "normalizers") is { ValueKind: JsonValueKind.Array } list
                    ? list.EnumerateArray().Select(step => Read(step, depth + 1)).OfType<Func<string, string>>().ToArray()
                    : throw new TokenizerException("The tokenizer's normalizer is a Sequence without a list of normalizers.");
                return steps.Length == 0 ? null : text => steps.Aggregate(text, (current, step) => step(current));
            case "NFC": return To(NormalizationForm.FormC);
            case "NFD": return To(NormalizationForm.FormD);
            case "NFKC": return To(NormalizationForm.FormKC);
            case "NFKD": return To(NormalizationForm.FormKD);
            case "Prepend":
                var before = JsonParts.Text(given, "prepend") ?? throw new TokenizerException("The tokenizer's Prepend normalizer does not say what.");
                return text => text.Length == 0 ? text : before + text;
            case "Replace":
                var (what, by) = Replacement(given);
                return text => text.Replace(what, by, StringComparison.Ordinal);
            case "Lowercase":
                return text => text.ToLowerInvariant();
            case var other:
                throw new TokenizerException($"The tokenizer's normalizer has a step of type '{other}'. Known: Sequence, NFC, NFD, NFKC, NFKD, Prepend, Replace, Lowercase.");
        }
    }

    /// <summary>What a Replace step, of a normalizer or a decoder, replaces by what.</summary>
    public static (string What, string By) Replacement(JsonElement step)
    {
        var what = JsonParts.Part(step, "pattern") is { } pattern ? JsonParts.Text(pattern, "String") : null;
        return what is { Length: > 0 } && JsonParts.Text(step, "content") is { } by
            ? (what, by)
            : throw new TokenizerException($"The tokenizer has a Replace step that is not supported: {JsonParts.Shown(step)} (a String pattern and a content are needed).");
    }

    /// <summary>.NET refuses texts with the non-character U+FFFE; it joins with nothing, so that the parts between can be normalized alone.</summary>
    private static Func<string, string> To(NormalizationForm form) => text => text.Contains('\uFFFE')
        ? string.Join('\uFFFE', text.Split('\uFFFE').Select(part => part.Normalize(form)))
        : text.IsNormalized(form) ? text : text.Normalize(form);
}
