using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Platform.Benchmarks.Corpus;

/// <summary>Pages such as a crawl brings, made by number: always the same, as many as wanted. One of twelve nearly repeats an earlier page, one of thirty wholly, one of twenty-five is an advertisement.</summary>
internal static class MadePages
{
    private const int Signs = 1500;
    private const int Words = 30_000;
    private static readonly string[] Between = ["的", "在", "和", "是", "了", "对", "与", "从", "把", "就"];
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Ends = ["。", "。", "。", "！", "？"];

    /// <returns>Bytes written.</returns>
    public static long Write(string path, long bytes)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20) { NewLine = "\n" };
        var written = 0L;
        for (var number = 0; written < bytes; number++)
        {
            var line = JsonSerializer.Serialize(new { text = Page(number) }, Relaxed);
            file.WriteLine(line);
            written += Encoding.UTF8.GetByteCount(line) + 1;
        }

        return written;
    }

    private static string Page(int number)
    {
        if (number > 30 && number % 30 == 0)
            return Page(number - 29);
        if (number > 12 && number % 12 == 5)
            return Page(number - 4) + Sentence(new Random(number));
        var random = new Random(number);
        if (number % 25 == 3)
            return string.Concat(Enumerable.Repeat(string.Create(CultureInfo.InvariantCulture, $"加微信wx{random.Next(100_000, 999_999)}领优惠，电话13{random.NextInt64(100_000_000, 999_999_999)}！"), 12));
        var page = new StringBuilder();
        for (var paragraph = random.Next(3, 9); paragraph > 0; paragraph--)
        {
            for (var sentence = random.Next(2, 7); sentence > 0; sentence--)
                page.Append(Sentence(random));
            page.Append('\n');
        }

        return page.ToString();
    }

    private static string Sentence(Random random)
    {
        var sentence = new StringBuilder();
        for (var part = random.Next(2, 5); part > 0; part--)
        {
            for (var word = random.Next(2, 6); word > 0; word--)
                sentence.Append(Word((int)(Words * Math.Pow(random.NextDouble(), 3)))).Append(random.Next(2) == 0 ? Between[random.Next(Between.Length)] : "");
            sentence.Append(part > 1 ? "，" : Ends[random.Next(Ends.Length)]);
        }

        return sentence.ToString();
    }

    /// <summary>Two signs; words with a small number are drawn more often.</summary>
    private static string Word(int number) => new([(char)('一' + (number * 7919L % Signs * 13)), (char)('一' + (number * 104_729L % Signs * 13))]);
}
