using System.CommandLine;
using Microsoft.Extensions.Options;
using Platform.Model.Encoders;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Evaluation;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform evaluate knowledge</c>: how well questions are matched, as a Markdown table.</summary>
internal static class EvaluateCommand
{
    private const string OwnSets = "evaluation/knowledge";
    private const string NoEncoder = "none";

    private static readonly (string Name, string Language)[] PublicSets = [("cic", "zh"), ("banking77", "en"), ("clinc150", "en")];

    public static Command Create()
    {
        var command = new Command("evaluate", "Measures quality on test sets.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(Knowledge());
        command.Add(EvaluateHeldOut.Create());
        command.Add(EvaluateSimulation.Acts());
        command.Add(EvaluateWriting.Create());
        command.Add(EvaluateSimulation.Crisis());
        foreach (var models in EvaluateModels.Create())
            command.Add(models);
        command.Add(EvaluateRetention.Create());
        command.Add(EvaluatePoetry.Create());
        command.Add(EvaluatePoetry.Checker());
        return command;
    }

    private static Command Knowledge()
    {
        var data = new Option<string?>("--data") { Description = "Folder with the public sets (cic, banking77, clinc150), each with train.jsonl.gz and dev.jsonl." };
        var own = new Option<string?>("--sets") { Description = $"Folder with the questions for the starter base; found as {OwnSets} at or above the working folder." };
        var split = new Option<string>("--split") { Description = "dev or test: which questions are asked of the starter base.", DefaultValueFactory = _ => "test" };
        split.AcceptOnlyFromAmong("dev", "test");
        var similar = new Option<string[]>("--similar") { Description = "How many similar questions each entry keeps: numbers or all.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["all"] };
        var only = new Option<string[]>("--only") { Description = "Only these sets: starter-zh, starter-en, cic, banking77, clinc150.", AllowMultipleArgumentsPerToken = true };
        var encoder = new Option<string?>("--encoder") { Description = $"Folder of the sentence encoder that joins as the dense stage, instead of the bot's own (Knowledge:Encoder); {NoEncoder} leaves it out." };
        var command = new Command("knowledge", "Asks the search questions it has not seen, and prints a table.") { data, own, split, similar, only, encoder };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            var wanted = parsed.GetValue(only) ?? [];
            var sets = StarterSets(parsed.GetValue(own), parsed.GetValue(split)!, wanted).Concat(ReadPublic(parsed.GetValue(data), wanted)).ToList();
            var counts = (parsed.GetValue(similar) ?? ["all"]).Select(Count).ToArray();

            await using var app = PlatformHost.CreateCommandBuilder([.. parsed.UnmatchedTokens]).Build();
            var limits = app.Services.GetRequiredService<IOptions<AnswerPolicyOptions>>().Value;
            var dense = EncoderFor(parsed.GetValue(encoder), app.Services.GetRequiredService<IOptions<KnowledgeOptions>>().Value);
            var report = await Task.Run(() => new KnowledgeEvaluation(limits, dense).Run(sets, counts, cancellationToken), cancellationToken);
            Console.WriteLine(report.ToMarkdown());
            return 0;
        }));
        return command;
    }

    /// <summary>Without a word the bot's own, so that what is measured is what answers.</summary>
    public static DenseEncoder? EncoderFor(string? given, KnowledgeOptions knowledge) => given switch
    {
        null => DenseEncoder.Open(knowledge.Encoder),
        NoEncoder => null,
        _ => new DenseEncoder(StaticEncoder.Open(given)),
    };

    private static int? Count(string given) => given == "all"
        ? null
        : int.TryParse(given, System.Globalization.CultureInfo.InvariantCulture, out var count) && count > 0 ? count : throw new StartupException($"--similar is '{given}'; a number from 1 on, or all, is needed.");

    /// <summary>Each language by itself, as the live search has it.</summary>
    private static IEnumerable<EvaluationSet> StarterSets(string? given, string split, string[] wanted)
    {
        var folder = given ?? FindOwnSets();
        foreach (var language in new[] { KnowledgeLanguage.Chinese, KnowledgeLanguage.English })
        {
            var name = $"starter-{language}";
            if (IsUnwanted(name, wanted))
                continue;

            var questions = folder is null ? null : Path.Combine(folder, $"paraphrases.{split}.{language}.jsonl");
            var unknown = folder is null ? null : Path.Combine(folder, $"out-of-scope.{split}.{language}.jsonl");
            if (questions is null || unknown is null || !File.Exists(questions) || !File.Exists(unknown))
            {
                Console.Error.WriteLine($"{name} is left out: no paraphrases.{split}.{language}.jsonl and out-of-scope.{split}.{language}.jsonl in {folder ?? OwnSets}. Say where they are with --sets.");
                continue;
            }

            yield return EvaluationSetFiles.ReadKnowledge(name, StarterFiles.Entries(language), [questions], [unknown]);
        }
    }

    private static IEnumerable<EvaluationSet> ReadPublic(string? folder, string[] wanted)
    {
        foreach (var (name, language) in PublicSets.Where(set => !IsUnwanted(set.Name, wanted)))
        {
            var place = folder is null ? null : Path.Combine(folder, name);
            if (place is null || !File.Exists(Path.Combine(place, "train.jsonl.gz")) || !File.Exists(Path.Combine(place, "dev.jsonl")))
            {
                Console.Error.WriteLine($"{name} is left out: {(place is null ? "no --data folder was given" : $"{place} does not hold train.jsonl.gz and dev.jsonl")}.");
                continue;
            }

            yield return EvaluationSetFiles.ReadIntents(name, place, language);
        }
    }

    private static bool IsUnwanted(string name, string[] wanted) => wanted.Length > 0 && !wanted.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string? FindOwnSets()
    {
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (Directory.Exists(Path.Combine(folder.FullName, OwnSets)))
                    return Path.Combine(folder.FullName, OwnSets);
        return null;
    }
}
