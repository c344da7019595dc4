using System.CommandLine;
using Platform.Model.Evaluation;
using Platform.Model.Evaluation.Choices;
using Platform.Model.Evaluation.Language;
using Platform.Model.Evaluation.Reports;
using Platform.Model.Evaluation.Running;
using Platform.Model.Evaluation.Writing;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform evaluate language|choices|translation|dialogue|poetry</c>: figures of checkpoints side by side, as a Markdown table and as JSON.</summary>
internal static class EvaluateModels
{
    private static readonly string[] Roles = ["assistant", "user"];

    public static IEnumerable<Command> Create() => [Language(), Choices("fewclue"), Translation(), Dialogue(), Poetry(), Compare()];

    private static Command Language()
    {
        var shared = new EvaluateModelOptions();
        var (corpus, sources, most) = (Corpus(), Sources([]), Most(0, "documents of each source"));
        var bare = new Option<bool>("--no-baseline") { Description = "Leaves out the character 4-gram model." };
        var command = shared.Command("language", "Bits per character on held-out documents, beside a character 4-gram model.", corpus, sources, most, bare);
        command.SetAction((parsed, cancellationToken) => shared.Run(parsed, run => new LanguageEvaluation
        {
            Corpus = parsed.GetValue(corpus)!,
            Sources = parsed.GetValue(sources)!,
            Most = parsed.GetValue(most),
            WithBaseline = !parsed.GetValue(bare),
        }.Run(run, cancellationToken)));
        return command;
    }

    private static Command Choices(string name)
    {
        var shared = new EvaluateModelOptions();
        var (data, most) = (Data("fewclue, afqmc and pawsx_zh"), Most(0, "items of each task"));
        var tasks = new Option<string[]>("--tasks") { Description = $"Only these: {string.Join(", ", ChoiceEvaluation.Names)}.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var few = new Option<bool>("--few-shot") { Description = "Also trains a linear machine on each model's states, one official fold at a time." };
        var command = shared.Command(name, "FewCLUE's nine tasks, AFQMC and PAWS-X, zero-shot by likelihood.", data, tasks, most, few);
        command.SetAction((parsed, cancellationToken) => shared.Run(parsed, run => new ChoiceEvaluation
        {
            Data = parsed.GetValue(data)!,
            Tasks = parsed.GetValue(tasks)!,
            Most = parsed.GetValue(most),
            FewShot = parsed.GetValue(few),
        }.Run(run, cancellationToken)));
        return command;
    }

    private static Command Translation()
    {
        var shared = new EvaluateModelOptions();
        var (data, most) = (Data("tatoeba_zh_en"), Most(0, "pairs"));
        var command = shared.Command("translation", "BLEU and chrF on Tatoeba's held-out pairs, greedy.", data, most);
        command.SetAction((parsed, cancellationToken) => shared.Run(
            parsed, run => new TranslationEvaluation { Data = parsed.GetValue(data)!, Most = parsed.GetValue(most) }.Run(run, cancellationToken)));
        return command;
    }

    private static Command Dialogue()
    {
        var shared = new EvaluateModelOptions();
        var (corpus, sources, most) = (Corpus(), Sources(["smilechat"]), Most(100, "dialogues of each source"));
        var role = new Option<string>("--role") { Description = "Whose turn is written: assistant, or user for a model that plays the one who asks.", DefaultValueFactory = _ => "assistant" };
        role.AcceptOnlyFromAmong(Roles);
        var command = shared.Command("dialogue", "The next turn of held-out dialogues, sampled: variety, repetition, nearness.", corpus, sources, most, role);
        command.SetAction((parsed, cancellationToken) => shared.Run(parsed, run => new DialogueEvaluation
        {
            Corpus = parsed.GetValue(corpus)!,
            Sources = parsed.GetValue(sources)!,
            Most = parsed.GetValue(most),
            Role = parsed.GetValue(role)!,
        }.Run(run, cancellationToken)));
        return command;
    }

    private static Command Poetry()
    {
        var shared = new EvaluateModelOptions();
        var (corpus, sources, most) = (Corpus(), Sources(["tang_poetry"]), Most(100, "poems of each source"));
        var command = shared.Command("poetry", "Poems after titles of held-out ones, sampled: form, variety, copied lines.", corpus, sources, most);
        command.SetAction((parsed, cancellationToken) => shared.Run(
            parsed, run => new PoetryEvaluation { Corpus = parsed.GetValue(corpus)!, Sources = parsed.GetValue(sources)!, Most = parsed.GetValue(most) }.Run(run, cancellationToken)));
        return command;
    }

    private static Command Compare()
    {
        var reports = new Argument<string[]>("reports") { Description = "Reports written with --output, .json.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("compare", "Puts the figures of stored reports side by side.") { reports };
        command.SetAction(parsed => CommandLine.Guarded(() =>
        {
            Console.WriteLine(new EvaluationReport(parsed.GetValue(reports)!.SelectMany(path => EvaluationReport.ReadJson(path).Figures).DistinctBy(figure => (figure.Task, figure.Measure, figure.Subject))).ToMarkdown());
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Option<string> Corpus() => new("--corpus") { Description = "Folder with train.jsonl and dev.jsonl, as `platform corpus build` writes it.", Required = true };

    private static Option<string> Data(string sets) => new("--data") { Description = $"Folder with {sets}.", Required = true };

    private static Option<string[]> Sources(string[] usual) => new("--sources") { Description = "Only these sources of the corpus.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => usual };

    private static Option<int> Most(int usual, string what) => new("--most") { Description = $"Most {what}; 0 for all.", DefaultValueFactory = _ => usual };
}
