using System.Text;

namespace Platform.Model.Corpus.Cleaning;

/// <summary>One way to write the same text: NFC, line feeds, half-width letters and digits, no control or invisible signs, no spaces at line ends, at most one empty line.</summary>
internal static class TextNormalizer
{
    public static string Normalize(string text)
    {
        var composed = text.Contains('\uFFFE') ? text.Replace("\uFFFE", "", StringComparison.Ordinal) : text;
        composed = composed.IsNormalized(NormalizationForm.FormC) ? composed : composed.Normalize(NormalizationForm.FormC);
        var written = new StringBuilder(composed.Length);
        var lineStart = true;
        var empty = 0;
        for (var at = 0; at < composed.Length; at++)
        {
            var letter = composed[at];
            if (letter is '\r' or '\u2028' or '\u2029' or '\u0085' or '\n' or '\v' or '\f')
            {
                if (letter == '\r' && at + 1 < composed.Length && composed[at + 1] == '\n')
                    continue;
                EndLine(written, ref empty);
                lineStart = true;
                continue;
            }

            if (IsInvisible(letter) || (lineStart && letter == '\u3000'))
                continue;
            written.Append(letter switch
            {
                >= '０' and <= '９' or >= 'Ａ' and <= 'Ｚ' or >= 'ａ' and <= 'ｚ' => (char)(letter - 0xFEE0),
                '\u00A0' or '\t' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u3000' => ' ',
                _ => letter,
            });
            lineStart = false;
            empty = 0;
        }

        var end = written.Length;
        while (end > 0 && written[end - 1] is ' ' or '\n')
            end--;
        var start = 0;
        while (start < end && written[start] is ' ' or '\n')
            start++;
        return written.ToString(start, end - start);
    }

    private static void EndLine(StringBuilder written, ref int empty)
    {
        while (written.Length > 0 && written[^1] == ' ')
            written.Length--;
        if (written.Length > 0 && (written[^1] != '\n' || ++empty <= 1))
            written.Append('\n');
    }

    private static bool IsInvisible(char letter) => letter is '\u200B' or '\u200C' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF' or '\u00AD' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
        || (letter < ' ' && letter is not ('\t' or '\n')) || letter is >= '\u007F' and <= '\u009F';
}
