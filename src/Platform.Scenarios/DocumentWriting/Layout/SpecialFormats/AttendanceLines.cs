using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;

/// <summary>Who was at a meeting: one empty line below the text, two characters in, the word in Hei, names that go on below the first of them (GB/T 9704-2012, 10.3).</summary>
internal static class AttendanceLines
{
    /// <summary>Where the word stands, in characters.</summary>
    public const int Word = 2;

    /// <summary>Where the names stand: behind a word of two signs and its colon.</summary>
    public const int Names = 5;

    public static IEnumerable<Paragraph> Of(IReadOnlyList<AttendanceList> lists)
    {
        if (lists.Count > 0)
            yield return WordLines.Empty();
        foreach (var list in lists)
        {
            var line = WordLines.Line(list.Word, WordParts.FlushStyle, OfficialLayout.Black);
            line.Append(WordLines.Run($"：{list.Names}", OfficialLayout.Body));
            WordLines.Properties(line).Indentation = new Indentation
            {
                Left = WordLines.Twips(Names),
                LeftChars = WordLines.Hundredths(Names),
                Hanging = WordLines.Twips(Names - Word),
                HangingChars = WordLines.Hundredths(Names - Word),
            };
            yield return line;
        }
    }
}
