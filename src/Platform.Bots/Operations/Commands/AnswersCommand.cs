using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Console;
using Platform.Model.Distillation.Answers;
using Platform.Model.Routes;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform answers RECIPE --output FOLDER</c>: a teacher behind a route is asked, and what it answers becomes training data.</summary>
internal static class AnswersCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string>("recipe") { Description = "A YAML file; see docs/training.md." };
        var set = RecipeVariables.Option();
        var output = new Option<string>("--output") { Description = "Folder of the answers; a folder that has some already is gone on with.", Required = true };
        var command = new Command("answers", "Asks a teacher behind a route, and makes training data of its answers. Ctrl+C stops it; the same command goes on.") { recipe, set, output };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            var (sets, settings) = CommandSettings.Part(parsed.GetValue(set) ?? [], parsed.UnmatchedTokens);
            var builder = PlatformHost.CreateCommandBuilder(settings);
            builder.Logging.AddFilter((_, level) => level >= LogLevel.Error);
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            await using var app = builder.Build();
            try
            {
                var counts = await new TeacherAnswers(app.Services.GetRequiredService<IModelRoutes>(), TimeProvider.System)
                    .RunAsync(parsed.GetValue(recipe)!, RecipeVariables.Of(sets), parsed.GetValue(output)!, Console.Error.WriteLine, cancellationToken);
                foreach (var line in counts.Ledger)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Model}: {line.Calls:N0} requests, {line.InputTokens:N0} tokens in, {line.OutputTokens:N0} out{(line.Uncounted > 0 ? $" ({line.Uncounted:N0} requests not counted by the endpoint)" : "")}"));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{counts.Prompts:N0} prompts, {counts.Answers:N0} answers, {counts.Kept:N0} kept"));
                if (counts.Failed > 0)
                    Console.WriteLine($"{counts.Failed} requests were not answered; the same command asks them again.");
                return counts.Failed > 0 ? 3 : 0;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Console.WriteLine("Stopped. What was answered is kept; the same command goes on.");
                return 3;
            }
        }));
        return command;
    }
}
