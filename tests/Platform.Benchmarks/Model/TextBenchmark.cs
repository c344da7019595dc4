using System.Diagnostics;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Platform.Model.Generation.Constraints;
using Platform.Model.Tokenization;
using Platform.Testing;
using Platform.Testing.Models;

namespace Platform.Benchmarks.Model;

/// <summary><c>text [FOLDER]</c>: how fast text becomes tokens, and what a constraint costs per token. Without a folder, with the tiny vocabulary of the tests.</summary>
internal static class TextBenchmark
{
    private const string Schema = """{"type":"object","properties":{"name":{"type":"string","maxLength":40},"age":{"type":"integer","minimum":0,"maximum":120},"tags":{"type":"array","items":{"type":"string"}},"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["name","age"],"additionalProperties":false}""";

    public static Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        Report.Machine();
        using var tiny = new TemporaryFolder();
        TinyTokenizer.WriteQwen(tiny.Path);
        var watch = Stopwatch.StartNew();
        var tokenizer = TextTokenizer.Read(args.Length > 0 ? args[0] : tiny.Path);
        Console.WriteLine($"{tokenizer.VocabularySize} tokens, read in {watch.ElapsedMilliseconds} ms\n");
        var mixed = Mixed();
        Report.Table(["text", "MB/s, first time", "MB/s, again"],
        [
            Row("2.5 MB of words, Chinese and code", mixed, tokenizer),
            Row("1 MB of one letter", new string('a', 1_000_000), tokenizer),
            Row("1 MB of spaces", new string(' ', 1_000_000), tokenizer),
        ]);
        Constraint(tokenizer);
        return Task.CompletedTask;
    }

    private static string[] Row(string name, string text, TextTokenizer tokenizer) => [name, Report.Number(Rate(text, tokenizer), "F1"), Report.Number(Report.Median(Enumerable.Range(0, 3).Select(_ => Rate(text, tokenizer))), "F1")];

    private static double Rate(string text, TextTokenizer tokenizer)
    {
        var watch = Stopwatch.StartNew();
        tokenizer.Encode(text);
        return Encoding.UTF8.GetByteCount(text) / 1e6 / watch.Elapsed.TotalSeconds;
    }

    private static string Mixed()
    {
        var random = new Random(1);
        string[] fixedWords = ["the", "quick", "你好，世界", "public", "static", "{", "}", "2026", "it's", "return", "x += 1;", "\n"];
        var made = Enumerable.Range(0, 20_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 9)).Select(_ => (char)random.Next('a', 'z' + 1)))).ToArray();
        return string.Join(' ', Enumerable.Range(0, 400_000).Select(_ => random.Next(2) == 0 ? made[random.Next(made.Length)] : fixedWords[random.Next(fixedWords.Length)]));
    }

    /// <summary>A model that says anything: the worst for what is kept from mask to mask.</summary>
    private static void Constraint(TextTokenizer tokenizer)
    {
        var watch = Stopwatch.StartNew();
        var compiler = new ConstraintCompiler(tokenizer);
        var built = watch.Elapsed.TotalMilliseconds;
        var schema = JsonDocument.Parse(Schema).RootElement;
        var random = new Random(1);
        var mask = new ulong[compiler.Words];
        var times = new List<double>();
        for (var text = 0; text < 60; text++)
        {
            var constraint = compiler.JsonSchema(schema, 200);
            while (!constraint.MustEnd)
            {
                var start = Stopwatch.GetTimestamp();
                constraint.Allowed(mask);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                var token = Pick(mask, random);
                if (tokenizer.EndTokens.Contains(token))
                    break;
                constraint.Accept(token);
            }
        }

        times.Sort();
        Report.Table(["masks", "mean µs", "median µs", "99 % µs", "worst ms", "vocabulary prepared, ms"],
            [[Report.Number(times.Count), Report.Number(times.Average(), "F1"), Report.Number(Report.Percentile(times, 0.5), "F1"), Report.Number(Report.Percentile(times, 0.99), "F1"), Report.Number(times[^1] / 1000, "F1"), Report.Number(built)]]);
    }

    private static int Pick(ulong[] mask, Random random)
    {
        var wanted = random.Next(mask.Sum(BitOperations.PopCount));
        for (var id = 0; ; id++)
            if ((mask[id >> 6] >> (id & 63) & 1) != 0 && wanted-- == 0)
                return id;
    }
}
