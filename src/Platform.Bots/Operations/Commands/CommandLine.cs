using System.CommandLine;

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
        return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>Runs a command's work; a failure that its user can mend is printed in words instead of thrown.</summary>
    public static async Task<int> Guarded(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (StartupException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException failure)
        {
            await Console.Error.WriteLineAsync($"The configuration cannot be used. {string.Join(" ", failure.Failures)}");
            return 1;
        }
        catch (IOException failure) when (failure.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{failure.Message} Stop the program that uses the port, or choose another with --urls http://127.0.0.1:PORT.");
            return 1;
        }
    }
}
