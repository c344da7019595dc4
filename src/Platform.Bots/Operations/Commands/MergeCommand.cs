using System.CommandLine;
using System.Globalization;
using Platform.Model.Training;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform merge MODEL ADAPTER --output FOLDER</c>.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "Checkpoint that the adapter was trained on." };
        var adapter = new Argument<string>("adapter") { Description = "Folder with adapter_config.json and adapter_model.safetensors." };
        var output = new Option<string>("--output") { Description = "Folder of the merged checkpoint; must be empty.", Required = true };
        var type = new Option<string>("--type") { Description = "Number type on disk: fp32, fp16 or bf16.", DefaultValueFactory = _ => "fp32" };
        var command = new Command("merge", "Makes one checkpoint of a model and its adapter, if both say the same.") { model, adapter, output, type };
        command.SetAction((parsed, _) => CommandLine.Guarded(() => Task.Run(() =>
        {
            var difference = AdapterMerge.Run(parsed.GetValue(model)!, parsed.GetValue(adapter)!, parsed.GetValue(output)!, parsed.GetValue(type)!);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFullPath(parsed.GetValue(output)!)}: logits differ by {difference:0.0e-0} of the largest from the adapted model's"));
            return 0;
        }, CancellationToken.None)));
        return command;
    }
}
