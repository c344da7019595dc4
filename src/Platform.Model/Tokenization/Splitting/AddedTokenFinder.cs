using System.Buffers;
using System.Globalization;
using System.Text;

namespace Platform.Model.Tokenization.Splitting;

/// <summary>Finds added tokens in a text: the leftmost, of those the longest, never overlapping.</summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<char, (string Text, AddedToken Token)[]> _byFirst;
    private readonly SearchValues<char> _firsts;

    /// <param name="tokens">With the text that each is found by: its content, normalized if it is searched in normalized text.</param>
    public AddedTokenFinder(IEnumerable<(string Text, AddedToken Token)> tokens)
    {
        _byFirst = tokens.Where(token => token.Text.Length > 0).GroupBy(token => token.Text[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Text.Length).ToArray());
        _firsts = SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <param name="special">False leaves special tokens as ordinary text.</param>
    /// <returns>The whole text in order: stretches between tokens (token null) and tokens.</returns>
    public IEnumerable<(AddedToken? Token, int From, int To)> Find(string text, bool special)
    {
        var open = 0;
        for (var at = 0; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOfAny(_firsts);
            if (next < 0)
                break;
            at += next;
            if (Array.Find(_byFirst[text[at]], candidate => string.CompareOrdinal(text, at, candidate.Text, 0, candidate.Text.Length) == 0) is not { Token: { } token } match)
            {
                at++;
                continue;
            }

            var from = at;
            var to = at += match.Text.Length;
            if ((token.Special && !special) || (token.SingleWord && (IsWordBefore(text, from) || IsWordAt(text, to))))
                continue;
            while (token.LeftStrip && from > open && char.IsWhiteSpace(text[from - 1]))
                from--;
            while (token.RightStrip && to < text.Length && char.IsWhiteSpace(text[to]))
                to++;
            if (from > open)
                yield return (null, open, from);
            yield return (token, from, to);
            open = to;
        }

        if (open < text.Length)
            yield return (null, open, text.Length);
    }

    private static bool IsWordBefore(string text, int at) => Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var rune, out _) == OperationStatus.Done && IsWord(rune);

    private static bool IsWordAt(string text, int at) => Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out _) == OperationStatus.Done && IsWord(rune);

    private static bool IsWord(Rune rune) => Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.ConnectorPunctuation
        || rune.Value is 0x200C or 0x200D;
}
