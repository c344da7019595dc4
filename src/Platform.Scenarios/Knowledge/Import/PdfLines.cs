using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>A line as it stands on a page.</summary>
/// <param name="IsLast">A paragraph ends with it.</param>
internal sealed record PdfLine(string Text, bool IsLast);

/// <summary>Lines of a page from its top down. A PDF knows places of letters only: a paragraph ends where a line stops short of the right edge or the next one is set in.</summary>
internal static class PdfLines
{
    public static IEnumerable<PdfLine> Of(Page page)
    {
        var lines = Rows(page.GetWords(NearestNeighbourWordExtractor.Instance));
        if (lines.Count == 0)
            yield break;
        var (left, right) = (lines.Min(line => line[0].BoundingBox.Left), lines.Max(line => line[^1].BoundingBox.Right));
        for (var i = 0; i < lines.Count; i++)
        {
            var height = Height(lines[i][0]);
            var stopsShort = lines[i][^1].BoundingBox.Right < right - 2 * height;
            var isFollowedByIndent = i + 1 < lines.Count && lines[i + 1][0].BoundingBox.Left > left + height;
            yield return new PdfLine(Text(lines[i]), stopsShort || isFollowedByIndent);
        }
    }

    /// <summary>Two pieces of one paragraph; between Chinese signs nothing stands.</summary>
    public static string Joined(string before, string next) => before.Length == 0 ? next : IsSpaced(before[^1], next[0]) ? $"{before} {next}" : before + next;

    private static List<List<Word>> Rows(IEnumerable<Word> words)
    {
        var rows = new List<List<Word>>();
        foreach (var word in words.Where(word => !string.IsNullOrWhiteSpace(word.Text)).OrderByDescending(Middle).ThenBy(word => word.BoundingBox.Left))
        {
            if (rows.Count > 0 && Math.Abs(Middle(rows[^1][0]) - Middle(word)) < Height(rows[^1][0]) / 2)
                rows[^1].Add(word);
            else
                rows.Add([word]);
        }

        foreach (var row in rows)
            row.Sort((one, other) => one.BoundingBox.Left.CompareTo(other.BoundingBox.Left));
        return rows;
    }

    private static string Text(List<Word> row)
    {
        var text = new StringBuilder(row[0].Text);
        for (var i = 1; i < row.Count; i++)
        {
            if (IsSpaced(text[^1], row[i].Text[0]) && row[i].BoundingBox.Left - row[i - 1].BoundingBox.Right > Height(row[i]) / 10)
                text.Append(' ');
            text.Append(row[i].Text);
        }

        return text.ToString();
    }

    private static double Middle(Word word) => (word.BoundingBox.Top + word.BoundingBox.Bottom) / 2;

    private static double Height(Word word) => word.Letters.Max(letter => letter.PointSize);

    /// <summary>Chinese signs and their punctuation begin here.</summary>
    private static bool IsSpaced(char before, char next) => before < '\u2E80' && next < '\u2E80';
}
