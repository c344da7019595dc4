using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Platform.Model.Tests.Tokenization;

/// <summary>Byte-pair encoding straight from its definition, slow and plain: look for the pair of lowest rank, join its first place, begin again.</summary>
internal sealed class NaiveBytePairs
{
    private readonly List<(string Left, string Right)> _merges = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    public NaiveBytePairs(string folder)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer.json")));
        var model = file.RootElement.GetProperty("model");
        foreach (var token in model.GetProperty("vocab").EnumerateObject())
            _ids[token.Name] = token.Value.GetInt32();
        foreach (var merge in model.GetProperty("merges").EnumerateArray())
            _merges.Add((merge.GetString()!.Split(' ')[0], merge.GetString()!.Split(' ')[1]));
    }

    /// <summary>Byte-level, cut by the pattern that Qwen uses, character by character.</summary>
    public List<int> EncodeBytes(string text)
    {
        var ids = new List<int>();
        foreach (var word in Words([.. text.Normalize(NormalizationForm.FormC).EnumerateRunes()]))
            ids.AddRange(Merge([.. Encoding.UTF8.GetBytes(string.Concat(word)).Select(Letter)]));
        return ids;
    }

    /// <summary>SentencePiece type: a mark before the text and for each space, bytes for what has no token.</summary>
    public List<int> EncodePieces(string text)
    {
        if (text.Length == 0)
            return [];
        var symbols = new List<string>();
        foreach (var rune in $"▁{text.Replace(' ', '▁')}".EnumerateRunes())
        {
            if (_ids.ContainsKey(rune.ToString()))
                symbols.Add(rune.ToString());
            else
                symbols.AddRange(Encoding.UTF8.GetBytes(rune.ToString()).Select(value => $"<0x{value:X2}>"));
        }

        return Merge(symbols);
    }

    private List<int> Merge(List<string> symbols)
    {
        while (true)
        {
            var best = Enumerable.Range(0, Math.Max(0, symbols.Count - 1)).Select(at => (Rank: _merges.IndexOf((symbols[at], symbols[at + 1])), At: at)).Where(pair => pair.Rank >= 0).OrderBy(pair => pair.Rank).ThenBy(pair => pair.At).Cast<(int Rank, int At)?>().FirstOrDefault();
            if (best is not { At: var place })
                return [.. symbols.Select(symbol => _ids[symbol])];
            symbols[place] += symbols[place + 1];
            symbols.RemoveAt(place + 1);
        }
    }

    /// <summary>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+ by hand.</summary>
    private static IEnumerable<List<Rune>> Words(Rune[] text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = Word(text, at);
            yield return [.. text[at..end]];
            at = end;
        }
    }

    private static int Word(Rune[] text, int at)
    {
        foreach (var ending in new[] { "s", "t", "re", "ve", "m", "ll", "d" })
            if (text[at].Value == '\'' && at + ending.Length < text.Length && ending.Select((letter, more) => Fold(text[at + 1 + more]) == letter).All(same => same))
                return at + 1 + ending.Length;
        var letters = at + (!IsLetter(text[at]) && !IsNumber(text[at]) && text[at].Value is not ('\r' or '\n') ? 1 : 0);
        if (Run(text, letters, IsLetter) is var afterLetters && afterLetters > letters)
            return afterLetters;
        if (IsNumber(text[at]))
            return at + 1;
        var signs = at + (text[at].Value == ' ' ? 1 : 0);
        if (Run(text, signs, rune => !Rune.IsWhiteSpace(rune) && !IsLetter(rune) && !IsNumber(rune)) is var afterSigns && afterSigns > signs)
            return Run(text, afterSigns, IsLineEnd);
        var blanks = Run(text, at, Rune.IsWhiteSpace);
        for (var last = blanks; last > at; last--)
            if (IsLineEnd(text[last - 1]))
                return last;
        return blanks == text.Length || blanks == at + 1 ? blanks : blanks - 1;
    }

    private static int Run(Rune[] text, int at, Func<Rune, bool> belongs)
    {
        while (at < text.Length && belongs(text[at]))
            at++;
        return at;
    }

    private static char Fold(Rune rune) => rune.Value == 0x17F ? 's' : rune.Value < 0x80 ? char.ToLowerInvariant((char)rune.Value) : '\0';

    private static bool IsLineEnd(Rune rune) => rune.Value is '\r' or '\n';

    private static bool IsLetter(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter;

    private static bool IsNumber(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static string Letter(byte value)
    {
        if (value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174)
            return ((char)value).ToString();
        return ((char)(256 + Enumerable.Range(0, value).Count(other => other is not ((>= 33 and <= 126) or (>= 161 and <= 172) or >= 174)))).ToString();
    }
}
