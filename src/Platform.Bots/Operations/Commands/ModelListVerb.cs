using System.CommandLine;
using System.Globalization;
using Platform.Model.Serving;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform model list</c>: what the configuration serves, and the folders in the data folder's <c>models</c>.</summary>
internal static class ModelListVerb
{
    public static Command Create()
    {
        var command = new Command("list", "Lists the models that are served and those that lie in the data folder.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, _) => CommandLine.Guarded(async () =>
        {
            await using var app = PlatformHost.CreateCommandBuilder([.. parsed.UnmatchedTokens]).Build();
            var rows = StoredModels.List(app.Services).ToList();
            foreach (var model in rows)
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{model.Name,-28} {(model.Served ? "served" : "stored"),-8} {model.What,-40} {model.Folder}"));
            if (rows.Count == 0)
                await Console.Out.WriteLineAsync("No model is served or stored. Bring one with: model pull-from-folder SOURCE NAME.");
            return 0;
        }));
        return command;
    }
}
