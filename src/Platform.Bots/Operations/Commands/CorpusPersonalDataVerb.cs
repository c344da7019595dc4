using System.CommandLine;
using System.Globalization;
using Platform.Model.Corpus.PersonalData;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform corpus personal-data FILE</c>: how much of what was planted the mask finds, as a Markdown table.</summary>
internal static class CorpusPersonalDataVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "JSON lines {\"text\":…,\"items\":[{\"type\":…,\"text\":…}]}, such as evaluation/corpus/personal-data.test.jsonl." };
        var missed = new Option<bool>("--missed") { Description = "Also prints the sentences with an item that was not found." };
        var command = new Command("personal-data", "Measures the personal data mask on planted items.") { file, missed };
        command.SetAction(parsed => CommandLine.Guarded(() =>
        {
            var recall = PersonalDataRecall.Measure(parsed.GetValue(file)!);
            Console.WriteLine("| kind | found | planted | recall |\n| --- | --- | --- | --- |");
            foreach (var (kind, (found, planted)) in recall.Kinds.Append(new("all", (recall.Found, recall.Planted))))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind} | {found} | {planted} | {(double)found / Math.Max(1, planted):F3} |"));
            Console.WriteLine($"\nTouched without reason: {recall.FalseAlarms} of {recall.CleanSentences} sentences.");
            if (parsed.GetValue(missed))
                foreach (var sentence in recall.Missed)
                    Console.WriteLine(sentence);
            return Task.FromResult(0);
        }));
        return command;
    }
}
