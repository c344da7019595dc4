using System.Text;
using System.Text.Json;

namespace Platform.Model.Tokenization.Splitting;

/// <summary>Reads the <c>pre_tokenizer</c> part of a tokenizer.json.</summary>
internal static class CutterFile
{
    /// <summary>GPT-2's pattern, which byte-level tokenizers use unless the file gives another.</summary>
    private const string ByteLevelPattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <param name="byteLevel">Whether words are looked up by their bytes.</param>
    public static List<IPieceCutter> Read(JsonElement? part, out bool byteLevel)
    {
        var cutters = new List<IPieceCutter>();
        byteLevel = false;
        if (part is { } given)
            Read(given, cutters, ref byteLevel, depth: 0);
        return cutters;
    }

    private static void Read(JsonElement part, List<IPieceCutter> into, ref bool byteLevel, int depth)
    {
        if (byteLevel || depth > 8)
            throw new TokenizerException("The tokenizer's pre_tokenizer goes on after its ByteLevel step, or is nested too deep; ByteLevel must come last.");
        switch (JsonParts.Text(part, "type"))
        {
            case "Sequence":
                if (JsonParts.Part(part, "pretokenizers") is not { ValueKind: JsonValueKind.Array } steps)
                    throw new TokenizerException("The tokenizer's pre_tokenizer is a Sequence without a list of pretokenizers.");
                foreach (var step in steps.EnumerateArray())
                    Read(step, into, ref byteLevel, depth + 1);
                break;
            case "Split":
                into.Add(new PatternCut(new RunePattern(Pattern(part)), Behavior(JsonParts.Text(part, "behavior")), JsonParts.Flag(part, "invert")));
                break;
            case "Digits":
                into.Add(new PatternCut(new RunePattern(@"\p{N}"), JsonParts.Flag(part, "individual_digits") ? CutBehavior.Isolated : CutBehavior.Contiguous, invert: false));
                break;
            case "ByteLevel":
                if (JsonParts.Flag(part, "add_prefix_space", otherwise: true))
                    into.Add(new LeadingSpace());
                if (JsonParts.Flag(part, "use_regex", otherwise: true))
                    into.Add(new PatternCut(new RunePattern(ByteLevelPattern), CutBehavior.Isolated, invert: false));
                byteLevel = true;
                break;
            case "Metaspace":
                var mark = JsonParts.Text(part, "replacement") ?? "▁";
                if (mark.Length != 1)
                    throw new TokenizerException($"The tokenizer's Metaspace replaces spaces by '{mark}'; one character is needed.");
                into.Add(new SpaceMarks(mark[0], Lead(part), JsonParts.Flag(part, "split", otherwise: true)));
                break;
            case var other:
                throw new TokenizerException($"The tokenizer's pre_tokenizer has a step of type '{other}'. Known: Sequence, Split, Digits, ByteLevel, Metaspace.");
        }
    }

    private static SpaceMarks.Lead Lead(JsonElement part) => JsonParts.Text(part, "prepend_scheme") switch
    {
        "always" => SpaceMarks.Lead.Always,
        "first" => SpaceMarks.Lead.First,
        "never" => SpaceMarks.Lead.Never,
        null => JsonParts.Flag(part, "add_prefix_space", otherwise: true) ? SpaceMarks.Lead.Always : SpaceMarks.Lead.Never,
        var other => throw new TokenizerException($"The tokenizer's Metaspace has the prepend_scheme '{other}'. Known: always, first, never."),
    };

    private static string Pattern(JsonElement part)
    {
        if (JsonParts.Part(part, "pattern") is not { } pattern)
            throw new TokenizerException("The tokenizer's pre_tokenizer has a Split without a pattern.");
        if (JsonParts.Text(pattern, "Regex") is { } regex)
            return regex;
        var literal = JsonParts.Text(pattern, "String") ?? throw new TokenizerException("The tokenizer's Split pattern is neither a Regex nor a String.");
        var escaped = new StringBuilder();
        foreach (var letter in literal)
            escaped.Append(char.IsAscii(letter) && !char.IsAsciiLetterOrDigit(letter) ? "\\" : "").Append(letter);
        return escaped.ToString();
    }

    private static CutBehavior Behavior(string? name) =>
        Enum.TryParse<CutBehavior>(name, out var behavior) && Enum.IsDefined(behavior)
            ? behavior
            : throw new TokenizerException($"The tokenizer's Split has the behavior '{name}'. Known: {string.Join(", ", Enum.GetNames<CutBehavior>())}.");
}
