using System.CommandLine;

namespace Platform.Bots.Operations.Commands;

internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Serves bots, web chat and console (the default).") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(() => RunAsync([.. parsed.UnmatchedTokens], cancellationToken)));
        return command;
    }

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        await using var app = PlatformHost.Build(args);
        await app.RunAsync(cancellationToken);
        return 0;
    }
}
