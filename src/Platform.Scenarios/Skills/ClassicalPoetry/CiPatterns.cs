namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Reads the patterns of ci from their file.</summary>
internal static class CiPatterns
{
    /// <param name="path">Each pattern: a line with its Chinese and English name and key, then lines of tones, each ended by a mark; a letter before the mark names its rhyme, = says the line before again. A line that rhymes ends a sentence.</param>
    public static IReadOnlyList<PoemForm> Read(string path)
    {
        var forms = new List<PoemForm>();
        var (title, tones) = (Array.Empty<string>(), "");
        foreach (var line in File.ReadLines(path).Where(line => line.Length == 0 || line[0] != '#').Append(""))
        {
            if (line.Length > 0 && title.Length == 0)
                title = line.Split('\t');
            else if (line.Length > 0)
                tones += line;
            else if (title.Length > 0)
            {
                forms.Add(new PoemForm(title[1], title[0], title[2], PoemKind.Ci, [new TonalPattern(title[0], Lines(tones))]));
                (title, tones) = ([], "");
            }
        }

        return forms;
    }

    private static List<TonalLine> Lines(string tones)
    {
        var lines = new List<TonalLine>();
        for (var at = 0; at < tones.Length;)
        {
            var end = tones.AsSpan(at).IndexOfAny('，', '。') + at;
            var line = tones[at..end];
            var repeats = line.EndsWith('=');
            line = line.TrimEnd('=');
            var rhyme = char.IsAsciiLetterLower(line[^1]) ? line[^1] : (char?)null;
            lines.Add(new TonalLine([line.TrimEnd(rhyme ?? ' ')], [], rhyme, end == tones.Length - 1 ? "。" : rhyme is null ? "，" : "。\n", repeats));
            at = end + 1;
        }

        return lines;
    }
}
