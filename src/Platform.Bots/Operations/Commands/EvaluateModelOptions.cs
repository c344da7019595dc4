using System.CommandLine;
using Platform.Model.Evaluation.Reports;
using Platform.Model.Evaluation.Running;

namespace Platform.Bots.Operations.Commands;

/// <summary>What all evaluations of checkpoints have in common.</summary>
internal sealed class EvaluateModelOptions
{
    private readonly Option<string[]> _models = new("--model") { Description = "Checkpoint folder, or NAME=FOLDER; several are put side by side, the first is what the others are compared with.", AllowMultipleArgumentsPerToken = true, Required = true };
    private readonly Option<string?> _output = new("--output") { Description = "Where the report goes besides the screen: a name without ending, for .md and .json." };
    private readonly Option<int> _threads = new("--threads") { Description = "Of the processor.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<int> _seeds = new("--seeds") { Description = "Runs from different random numbers, where chance has a part.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _int8 = new("--int8") { Description = "Measures 8-bit weights, as served, instead of single precision." };

    public Command Command(string name, string description, params ReadOnlySpan<Option> more)
    {
        var command = new Command(name, description) { _models, _output, _threads, _seeds, _int8 };
        foreach (var option in more)
            command.Add(option);
        return command;
    }

    public Task<int> Run(ParseResult parsed, Func<ModelRun, EvaluationReport> measure) => CommandLine.Guarded(async () =>
    {
        if (parsed.GetValue(_threads) < 1 || parsed.GetValue(_seeds) < 1)
            throw new StartupException("--threads and --seeds must be 1 or more.");
        var run = new ModelRun
        {
            Models = parsed.GetValue(_models)!,
            Threads = parsed.GetValue(_threads),
            Seeds = parsed.GetValue(_seeds),
            EightBits = parsed.GetValue(_int8),
            Tell = Console.Error.WriteLine,
        };
        var report = await Task.Run(() => measure(run));
        var table = report.ToMarkdown();
        Console.WriteLine(table);
        if (parsed.GetValue(_output) is { } output)
        {
            report.WriteJson(output + ".json");
            await File.WriteAllTextAsync(output + ".md", table);
        }

        return 0;
    });
}
