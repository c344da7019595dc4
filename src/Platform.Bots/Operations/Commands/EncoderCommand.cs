using System.CommandLine;
using Platform.Model.Encoders;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform encoder train RECIPE</c>: sentence embeddings for the search.</summary>
internal static class EncoderCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string>("recipe") { Description = "A YAML file; see docs/training.md." };
        var set = RecipeVariables.Option();
        var output = new Option<string>("--output") { Description = "Folder of the encoder; must be empty.", Required = true };
        var train = new Command("train", "Trains an encoder on texts that belong together.") { recipe, set, output };
        train.SetAction((parsed, cancellationToken) => CommandLine.Guarded(() =>
        {
            EncoderTraining.Run(parsed.GetValue(recipe)!, RecipeVariables.Of(parsed, set), parsed.GetValue(output)!, Console.Out.WriteLine, cancellationToken);
            return Task.FromResult(0);
        }));
        return new Command("encoder", "Trains encoders of sentences.") { train };
    }
}
