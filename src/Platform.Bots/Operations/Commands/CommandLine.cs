using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Platform.Data.Operations;
using Platform.Model.Checkpoints;
using Platform.Model.Corpus;
using Platform.Model.Distillation.Answers;
using Platform.Model.Evaluation;
using Platform.Model.Recipes;
using Platform.Model.Tensors;
using Platform.Model.Tokenization;
using Platform.Model.Verification;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform [command] [--Key:Of:Configuration value …]</c>; without a command it serves.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Platform: conversational applications with bots. Settings can be given as --Section:Key value.") { TreatUnmatchedTokensAsErrors = false };
        root.SetAction((_, cancellationToken) => Guarded(() => ServeCommand.RunAsync(args, cancellationToken)));
        root.Add(ServeCommand.Create());
        root.Add(MigrateCommand.Create());
        root.Add(KnowledgeCommand.Create());
        root.Add(EvaluateCommand.Create());
        root.Add(SimulateCommand.Create());
        root.Add(ActsCommand.Create());
        root.Add(WriteCommand.Create());
        root.Add(ModelCommand.Create());
        root.Add(CorpusCommand.Create());
        root.Add(TokenizerCommand.Create());
        root.Add(TrainCommand.Create());
        root.Add(TrainCommand.FineTune());
        root.Add(TrainCommand.Distill());
        root.Add(TrainCommand.Prefer());
        root.Add(CacheCommand.Create());
        root.Add(AnswersCommand.Create());
        root.Add(MergeCommand.Create());
        root.Add(PreviewCommand.Create());
        root.Add(EncoderCommand.Create());
        root.Add(DatasetCommand.Create());
        root.Add(RegistryCommand.Create());
        root.Add(RegistryCommand.Worker());
        root.Add(TrainCommand.Resume());
        root.Add(KeysCommand.Create());
        root.Add(RoutesCommand.Create());
        root.Add(PoemCommand.Create());
        root.Add(SkillCommand.Create());
        return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>Runs a command's work; a failure that its user can mend is printed in words instead of thrown.</summary>
    public static async Task<int> Guarded(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (InWords(failure) is { } words)
        {
            await Console.Error.WriteLineAsync(words);
            return 1;
        }
    }

    /// <returns>Null for what nobody outside can mend: it is thrown, with its stack.</returns>
    private static string? InWords(Exception failure) => failure switch
    {
        StartupException or CheckpointException or RecipeException or CorpusException or EvaluationException or TokenizerException or DeviceException or InvalidTokensException or TeacherException => failure.Message,
        OptionsValidationException invalid => $"The configuration cannot be used. {string.Join(" ", invalid.Failures)}",
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => $"The configuration cannot be used. {failure.Message}",
        IOException { InnerException: AddressInUseException } => $"{failure.Message} Stop the program that uses the port, or choose another with --urls http://127.0.0.1:PORT.",
        _ when DatabaseFailure.Of(failure) is { } database => $"{database.InWords()} ({failure.GetBaseException().Message})",
        _ => null,
    };
}
