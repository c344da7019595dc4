using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Platform.Model.Verification;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform model logits FOLDER --ids 1,2,3 --new-tokens N --json</c>: for scripts that compare a checkpoint with other programs; with <c>--json</c> nothing else is on the standard output.</summary>
internal static class ModelLogitsVerb
{
    public static Command Create()
    {
        var folder = ModelCommand.Folder();
        var ids = new Option<string>("--ids") { Description = "Token ids, parted by commas.", Required = true };
        var count = new Option<int>("--new-tokens") { Description = "How many tokens to continue with, the most likely each time." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object: logits after the last id, tokens of the continuation." };
        var device = ModelCommand.Device();
        var type = new Option<string>("--type") { Description = "auto, fp32, bf16 or fp16.", DefaultValueFactory = _ => "auto" };
        var command = new Command("logits", "Prints what the reference path computes after given token ids.") { folder, ids, count, json, device, type };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            var tokens = Tokens(parsed.GetValue(ids)!);
            var probed = LogitsProbe.Run(parsed.GetValue(folder)!, tokens, parsed.GetValue(count), parsed.GetValue(device)!, parsed.GetValue(type)!, cancellationToken);
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(new { logits = probed.Logits, tokens = probed.Tokens }) : Words(probed));
            return 0;
        }));
        return command;
    }

    private static string Words(ProbedLogits probed)
    {
        var best = probed.Logits.Select((logit, id) => (logit, id)).OrderByDescending(pair => pair.logit).Take(5);
        return string.Create(CultureInfo.InvariantCulture,
            $"most likely next: {string.Join(", ", best.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.id} ({pair.logit:0.0000})")))}\ncontinuation: {string.Join(",", probed.Tokens)}");
    }

    private static List<int> Tokens(string given)
    {
        var tokens = new List<int>();
        foreach (var part in given.Split(',', StringSplitOptions.TrimEntries))
            tokens.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw new StartupException($"--ids has '{part}' in it; token ids parted by commas are needed, such as 1,2,3."));
        return tokens;
    }
}
