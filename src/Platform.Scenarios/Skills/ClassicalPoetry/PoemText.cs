using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>A poem as it was written down: its title, if it stands there, and its lines without marks.</summary>
public sealed record PoemText(string? Title, string? Author, IReadOnlyList<IReadOnlyList<Rune>> Lines)
{
    /// <summary>Longer texts are not read as one poem.</summary>
    private const int MostSigns = 2000;

    /// <exception cref="PoemException">It holds no verse.</exception>
    public static PoemText Read(string text)
    {
        var (title, author) = ((string?)null, (string?)null);
        var body = text.Trim();
        if (body.StartsWith('《') && body.IndexOf('》', StringComparison.Ordinal) is var end and > 0)
        {
            var first = body.IndexOf('\n', StringComparison.Ordinal) is var at and >= 0 ? at : body.Length;
            (title, author) = (body[1..end], end + 1 < first ? body[(end + 1)..first].Trim() : null);
            body = body[Math.Min(body.Length, Math.Max(first, end + 1))..];
        }

        var lines = new List<IReadOnlyList<Rune>>();
        var line = new List<Rune>();
        foreach (var sign in body.EnumerateRunes().Append(new Rune('\n')))
            if (IsSign(sign))
                line.Add(sign);
            else if (line.Count > 0)
            {
                lines.Add(line);
                line = [];
            }

        if (lines.Count == 0)
            throw new PoemException("文中没有汉字。请给出一首诗，每句以标点或换行分开。", "The text holds no Chinese characters. Give a poem, its lines parted by marks or line ends.");
        if (lines.Sum(each => each.Count) > MostSigns)
            throw new PoemException($"全文超过 {MostSigns} 字，请一次只检查一首诗。", $"The text has more than {MostSigns} characters. Check one poem at a time.");
        return new PoemText(title, string.IsNullOrEmpty(author) ? null : author, lines);
    }

    internal static bool IsSign(Rune sign) => Rune.GetUnicodeCategory(sign) == System.Globalization.UnicodeCategory.OtherLetter && sign.Value is (>= 0x3400 and <= 0x9fff) or (>= 0x20000 and <= 0x3ffff);
}
