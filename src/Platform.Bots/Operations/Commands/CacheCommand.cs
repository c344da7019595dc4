using System.CommandLine;
using System.Globalization;
using Platform.Model.Methods;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform cache RECIPE --output FILE</c>.</summary>
internal static class CacheCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string>("recipe") { Description = "A recipe with a distill part." };
        var set = RecipeVariables.Option();
        var output = new Option<string>("--output") { Description = "The file; name it in distill.logits.cache afterwards.", Required = true };
        var command = new Command("cache", "Stores a teacher's predictions once, so that students need not compute it.") { recipe, set, output };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(() => Task.Run(() =>
        {
            var (tokens, bytes) = TrainingMethods.Draw(parsed.GetValue(recipe)!, RecipeVariables.Of(parsed, set), parsed.GetValue(output)!, cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tokens:N0} tokens, {bytes:N0} bytes, {bytes / (double)Math.Max(1, tokens):F1} a token"));
            return 0;
        }, cancellationToken)));
        return command;
    }
}
