using System.Text;

namespace Platform.Scenarios.CustomerService;

/// <summary>Cuts text that comes in pieces into sentences; a citation after the full stop stays with its sentence.</summary>
internal sealed class SentenceStream
{
    private const string Ends = "。！？!?；;\n";
    private readonly StringBuilder _rest = new();

    /// <summary>The sentences that are surely finished with this piece.</summary>
    public IReadOnlyList<string> Add(string piece)
    {
        _rest.Append(piece);
        return Cut(isEnd: false);
    }

    /// <summary>What is left when nothing more comes.</summary>
    public IReadOnlyList<string> Finish() => Cut(isEnd: true);

    private List<string> Cut(bool isEnd)
    {
        var text = _rest.ToString();
        var sentences = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsEnd(text, i, isEnd))
                continue;
            var after = AfterCitations(text, i + 1);
            if (after == text.Length && !isEnd)
                break; // a citation or a second sign may still come
            Keep(text[start..after]);
            start = after;
            i = after - 1;
        }

        if (isEnd)
        {
            Keep(text[start..]);
            start = text.Length;
        }

        _rest.Remove(0, start);
        return sentences;

        void Keep(string sentence)
        {
            if (sentence.Trim() is { Length: > 0 } trimmed)
                sentences.Add(trimmed);
        }
    }

    private static bool IsEnd(string text, int i, bool isEnd) =>
        Ends.Contains(text[i], StringComparison.Ordinal)
        || (text[i] == '.' && (i + 1 < text.Length ? char.IsWhiteSpace(text[i + 1]) || text[i + 1] == '[' : isEnd) && !IsAbbreviation(text, i));

    /// <summary>"e.g.", "No. 16": a stop after one letter, or before a number.</summary>
    private static bool IsAbbreviation(string text, int i)
    {
        var start = i;
        while (start > 0 && char.IsAsciiLetter(text[start - 1]))
            start--;
        return i - start == 1 || text[start..i] is "No" or "no" or "Dr" or "Mr" or "Ms" or "St" or "etc" or "approx";
    }

    private static int AfterCitations(string text, int from)
    {
        var end = from;
        while (end < text.Length && "”’」』）)\"'".Contains(text[end], StringComparison.Ordinal))
            end++;
        while (true)
        {
            var next = end;
            while (next < text.Length && text[next] == ' ')
                next++;
            if (next == text.Length)
                return next;
            if (text[next] is not ('[' or '［' or '【'))
                return end;
            var close = text.IndexOfAny([']', '］', '】'], next);
            if (close < 0)
                return text.Length; // the citation is still coming
            end = close + 1;
        }
    }
}
