using System.CommandLine;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform model …</c>: what can be done with a checkpoint folder; each verb has a file of its own.</summary>
internal static class ModelCommand
{
    public static Command Create()
    {
        var command = new Command("model", "Checks and runs models from checkpoint folders in Hugging Face's form.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(ModelLogitsVerb.Create());
        command.Add(ModelVerifyVerb.Create());
        command.Add(ModelExportVerb.Create());
        command.Add(ModelTokenizeVerb.Create());
        command.Add(ModelListVerb.Create());
        command.Add(ModelPullVerb.Create());
        command.Add(ModelChatVerb.Create());
        command.Add(ModelBenchVerb.Create());
        return command;
    }

    public static Argument<string> Folder() => new("folder") { Description = "A checkpoint folder: config.json and safetensors files." };

    public static Option<string> Device() => new("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => "auto" };
}
