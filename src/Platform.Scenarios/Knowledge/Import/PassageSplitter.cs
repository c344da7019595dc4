using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>Cuts a document into passages: a heading begins a new one, short paragraphs stay together, long ones are cut between sentences.</summary>
internal static class PassageSplitter
{
    private const int LongestHeading = 500;

    /// <param name="length">Characters that a passage has at most, unless one word is longer.</param>
    public static IReadOnlyList<SplitPassage> Split(DocumentText document, int length)
    {
        var passages = new List<SplitPassage>();
        var texts = new List<string>();
        var (heading, first, last, size) = ("", 0, 0, 0);
        foreach (var block in document.Blocks)
        {
            var path = HeadingOf(block.Headings);
            foreach (var piece in Pieces(block.Text, length))
            {
                if (texts.Count > 0 && (path != heading || size + piece.Length + 1 > length))
                    Flush();
                if (texts.Count == 0)
                    (heading, first) = (path, block.Place);
                texts.Add(piece);
                size += piece.Length + 1;
                last = block.Place;
            }
        }

        Flush();
        return passages;

        void Flush()
        {
            if (texts.Count > 0)
                passages.Add(new SplitPassage(heading, string.Join('\n', texts), first == last ? $"¶ {first}" : $"¶ {first}–{last}"));
            texts.Clear();
            size = 0;
        }
    }

    private static string HeadingOf(IReadOnlyList<string> headings)
    {
        var path = string.Join(" › ", headings);
        return path.Length <= LongestHeading ? path : path[^LongestHeading..];
    }

    private static IEnumerable<string> Pieces(string text, int length)
    {
        if (text.Length <= length)
        {
            yield return text;
            yield break;
        }

        var piece = "";
        foreach (var sentence in BestSentence.Split(text).SelectMany(sentence => Cut(sentence, length)))
        {
            if (piece.Length > 0 && piece.Length + sentence.Length + 1 > length)
            {
                yield return piece;
                piece = "";
            }

            piece = piece.Length == 0 ? sentence : IsChinese(piece[^1]) ? piece + sentence : $"{piece} {sentence}";
        }

        if (piece.Length > 0)
            yield return piece;
    }

    /// <summary>A sentence longer than a passage is cut at a blank if there is one, never within a pair of surrogates.</summary>
    private static IEnumerable<string> Cut(string sentence, int length)
    {
        while (sentence.Length > length)
        {
            var blank = sentence.LastIndexOf(' ', length - 1, length / 2);
            var at = blank > 0 ? blank : char.IsHighSurrogate(sentence[length - 1]) ? length - 1 : length;
            yield return sentence[..at].TrimEnd();
            sentence = sentence[at..].TrimStart();
        }

        if (sentence.Length > 0)
            yield return sentence;
    }

    private static bool IsChinese(char sign) => sign > '\u2e7f';
}

/// <param name="Place">The paragraphs or lines it stands in.</param>
internal sealed record SplitPassage(string Heading, string Text, string Place);
