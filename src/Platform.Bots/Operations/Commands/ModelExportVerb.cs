using System.CommandLine;
using System.Globalization;
using Platform.Model.Checkpoints;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform model export FOLDER TO</c>: the same checkpoint, written anew.</summary>
internal static class ModelExportVerb
{
    public static Command Create()
    {
        var folder = ModelCommand.Folder();
        var to = new Argument<string>("to") { Description = "The folder to write; it must not exist yet, or be empty." };
        var type = new Option<string>("--type") { Description = "auto (as stored), fp32, bf16 or fp16.", DefaultValueFactory = _ => "auto" };
        var shard = new Option<int>("--shard-megabytes") { Description = "Above this, weights are written as several files.", DefaultValueFactory = _ => 5000 };
        shard.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 1) result.AddError("--shard-megabytes must be from 1 on."); });
        var command = new Command("export", "Writes a checkpoint anew, in another number type or in shards of another size; tokenizer and other files are taken along.") { folder, to, type, shard };
        command.SetAction((parsed, _) => CommandLine.Guarded(async () =>
        {
            var bytes = CheckpointExport.Run(parsed.GetValue(folder)!, parsed.GetValue(to)!, parsed.GetValue(type)!, parsed.GetValue(shard) * 1_000_000L);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB of weights written to {parsed.GetValue(to)}."));
            return 0;
        }));
        return command;
    }
}
