using System.CommandLine;
using Platform.Model.Evaluation.Choices;
using Platform.Model.Evaluation.Retention;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform evaluate retention</c>: what students kept of their teacher, beside models of their size that had none.</summary>
internal static class EvaluateRetention
{
    public static Command Create()
    {
        var teacher = new Option<string>("--teacher") { Description = "Checkpoint folder of the teacher.", Required = true };
        var scratch = new Option<string[]>("--scratch") { Description = "Checkpoint folders of the students' size that had no teacher, one for each seed.", Required = true, AllowMultipleArgumentsPerToken = true };
        var students = new Option<string[]>("--student") { Description = "ARM=FOLDER: an arm is a way to make a student; several folders of one arm are its seeds.", Required = true, AllowMultipleArgumentsPerToken = true };
        var corpus = new Option<string>("--corpus") { Description = "Folder with dev.jsonl, as `platform corpus build` writes it.", Required = true };
        var sources = new Option<string[]>("--sources") { Description = "Only these sources of the corpus.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var most = new Option<int>("--most") { Description = "Most documents of each source; 0 for all.", DefaultValueFactory = _ => 100 };
        var data = new Option<string>("--data") { Description = "Folder with fewclue.", Required = true };
        var tasks = new Option<string[]>("--tasks") { Description = $"The skills, only these: {string.Join(", ", ChoiceEvaluation.Names)}.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var items = new Option<int>("--items") { Description = "Most items of each task; 0 for all.", DefaultValueFactory = _ => 0 };
        var threads = new Option<int>("--threads") { Description = "Of the processor.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var output = new Option<string?>("--output") { Description = "Where the report goes besides the screen: a name without ending, for .md and .json." };
        var command = new Command("retention", "What students kept of their teacher: likelihood, skills, speed, memory, cost.") { teacher, scratch, students, corpus, sources, most, data, tasks, items, threads, output };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            var evaluation = new RetentionEvaluation
            {
                Teacher = parsed.GetValue(teacher)!,
                Scratch = parsed.GetValue(scratch)!,
                Students = parsed.GetValue(students)!,
                Corpus = parsed.GetValue(corpus)!,
                Sources = parsed.GetValue(sources)!,
                Most = parsed.GetValue(most),
                Data = parsed.GetValue(data)!,
                Tasks = parsed.GetValue(tasks)!,
                MostItems = parsed.GetValue(items),
            };
            var report = await Task.Run(() => evaluation.Run(Math.Max(1, parsed.GetValue(threads)), Console.Error.WriteLine, cancellationToken), cancellationToken);
            Console.WriteLine(report.ToMarkdown());
            if (parsed.GetValue(output) is { } name)
            {
                report.WriteJson(name + ".json");
                await File.WriteAllTextAsync(name + ".md", report.ToMarkdown(), cancellationToken);
            }

            return 0;
        }));
        return command;
    }
}
