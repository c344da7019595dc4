using System.Text;
using System.Text.Json;

namespace Platform.Model.Corpus.Quality;

/// <summary>What a quality model learns from and is measured on: pieces of careful texts, the same pieces broken in the ways that texts break, and scraped pages.</summary>
internal static class QualitySamples
{
    private const int Shortest = 60; // signs of a piece
    private const int Longest = 400;

    /// <summary>Sources that are written or edited with care.</summary>
    private static readonly HashSet<string> Careful = new(["gov_work_reports", "law_kb", "official_samples", "cmrc2018", "drcd"], StringComparer.Ordinal);

    /// <param name="corpus">A corpus file.</param>
    /// <param name="scraped">JSON lines with a text each.</param>
    /// <param name="most">Careful pieces; as many broken ones are made of every third of them.</param>
    public static List<(string Text, bool Good)> Read(string corpus, string scraped, int most, int seed)
    {
        var random = new Random(seed);
        var pieces = CorpusFile.Read(corpus).Where(document => Careful.Contains(document.Source)).SelectMany(document => Pieces(document, random)).ToArray();
        if (pieces.Length == 0)
            throw new CorpusException($"{corpus} has none of the sources {string.Join(", ", Careful)}, from which good texts are taken.");
        random.Shuffle(pieces);
        var good = pieces.Take(most).ToList();
        var broken = good.Where((_, at) => at % 3 == 0).Select((piece, at) => Broken(piece, at % 4, random));
        return [.. good.Select(piece => (piece, true)), .. broken.Select(piece => (piece, false)), .. Scraped(scraped).Select(piece => (piece, false))];
    }

    private static IEnumerable<string> Scraped(string path)
    {
        foreach (var line in CorpusFile.Lines(path).Where(line => line.Length > 0))
        {
            using var row = JsonDocument.Parse(line);
            yield return row.RootElement.GetProperty("text").GetString()!;
        }
    }

    /// <summary>Of reading exercises the passage, of other documents the text, cut at sentence ends.</summary>
    private static IEnumerable<string> Pieces(CorpusDocument document, Random random)
    {
        var text = document.Text ?? document.Messages![0].Content;
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + random.Next(Shortest, Longest));
            var stop = end < text.Length ? text.IndexOf('。', end) : -1;
            end = stop < 0 ? text.Length : stop + 1;
            if (end - start >= Shortest)
                yield return text[start..Math.Min(end, start + (2 * Longest))].Trim();
            start = end;
        }
    }

    private static string Broken(string text, int way, Random random)
    {
        switch (way)
        {
            case 0: // wrong encoding
                return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
            case 1: // signs out of order
                var signs = text.ToCharArray();
                for (var at = 0; at < signs.Length; at += 12)
                    random.Shuffle(signs.AsSpan(at, Math.Min(12, signs.Length - at)));
                return new string(signs);
            case 2: // read wrongly from paper
                return string.Concat(text.Select(sign => random.Next(6) == 0 ? ((char)random.Next(0x4E00, 0x9FA5)).ToString() : random.Next(8) == 0 ? sign + " " : sign.ToString()));
            default: // cut off again and again
                return string.Join("...\n", Enumerable.Range(0, 6).Select(_ => text.Substring(random.Next(text.Length / 2), Math.Min(14, text.Length / 2))));
        }
    }
}
