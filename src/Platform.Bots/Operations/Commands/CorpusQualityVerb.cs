using System.CommandLine;
using System.Globalization;
using Platform.Model.Corpus.Quality;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform corpus quality-train CORPUS_FOLDER --scraped FOLDER --output FILE</c>: trains the quality model and says how well it tells texts apart.</summary>
internal static class CorpusQualityVerb
{
    public static Command Create()
    {
        var corpus = new Argument<string>("corpus") { Description = "A corpus folder with train.jsonl and dev.jsonl; good texts are taken from its reports, laws and encyclopaedia." };
        var scraped = new Option<string>("--scraped") { Description = "Folder with quality-bad.train.jsonl and quality-bad.test.jsonl.", DefaultValueFactory = _ => "evaluation/corpus" };
        var output = new Option<string>("--output") { Description = "The model's file.", Required = true };
        var command = new Command("quality-train", "Trains the quality model of a corpus recipe and measures it on texts it has not seen.") { corpus, scraped, output };
        command.SetAction(parsed => CommandLine.Guarded(async () =>
        {
            var (folder, bad) = (parsed.GetValue(corpus)!, parsed.GetValue(scraped)!);
            var study = await Task.Run(() => QualityStudy.Run(
                (Path.Combine(folder, "train.jsonl"), Path.Combine(folder, "dev.jsonl")),
                (Path.Combine(bad, "quality-bad.train.jsonl"), Path.Combine(bad, "quality-bad.test.jsonl")), parsed.GetValue(output)!));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"learned from {study.TrainTexts} texts, asked about {study.TestTexts}: F1 {study.F1:F3}\n\n| least probability | precision | recall |\n| --- | --- | --- |"));
            foreach (var (least, precision, recall) in study.Curve)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {least} | {precision:F3} | {recall:F3} |"));
            Console.WriteLine("\n| said | good | texts |\n| --- | --- | --- |");
            foreach (var (said, good, texts) in study.Calibration)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {said:F2} | {good:F2} | {texts} |"));
            return 0;
        }));
        return command;
    }
}
