using System.CommandLine;
using Platform.Model.Checkpoints;
using Platform.Model.Tokenization;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform model pull-from-folder SOURCE NAME</c>: checks a checkpoint and copies it into the data folder's <c>models</c>, whole or not at all.</summary>
internal static class ModelPullVerb
{
    /// <summary>What a served model reads; nothing else is copied.</summary>
    private static readonly string[] Wanted = ["*.json", "*.jinja", "*.safetensors", "README.md", "LICENSE*"];

    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "A checkpoint folder in Hugging Face's form." };
        var name = new Argument<string>("name") { Description = "What it is called here: letters, digits, '.', '-' and '_'." };
        var command = new Command("pull-from-folder", "Checks a checkpoint and copies it into the data folder.") { source, name };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = PlatformHost.CreateCommandBuilder([.. parsed.UnmatchedTokens]).Build();
            var target = await PullAsync(parsed.GetValue(source)!, parsed.GetValue(name)!, StoredModels.FolderOf(app.Services), cancellationToken);
            await Console.Out.WriteLineAsync($"{StoredModels.What(target)}, in {target}. Serve it with --Models:Serving:Models:{parsed.GetValue(name)}:Folder {target}");
            return 0;
        }));
        return command;
    }

    private static async Task<string> PullAsync(string source, string name, string models, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > 64 || name[0] is '.' or '-' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            throw new StartupException($"The name '{name}' cannot be used; up to 64 letters, digits, '.', '-' and '_' are needed, beginning with a letter, a digit or '_'.");
        var target = Path.Combine(models, name);
        if (Directory.Exists(target))
            throw new StartupException($"A model named '{name}' is there already, in {target}. Take another name, or move that folder away.");
        try
        {
            CheckpointReader.Open(source);
            TextTokenizer.Read(source);
        }
        catch (Exception broken) when (broken is CheckpointException or TokenizerException)
        {
            throw new StartupException(broken.Message);
        }

        var beside = Path.Combine(models, $".{name}.{Guid.NewGuid():N}"); // moved into place when everything is there
        Directory.CreateDirectory(beside);
        try
        {
            foreach (var file in Wanted.SelectMany(pattern => Directory.EnumerateFiles(source, pattern)).Distinct(StringComparer.Ordinal))
            {
                await using var from = File.OpenRead(file);
                await using var to = File.Create(Path.Combine(beside, Path.GetFileName(file)));
                await from.CopyToAsync(to, cancellationToken);
            }

            Directory.Move(beside, target);
        }
        finally
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
        }

        return target;
    }
}
