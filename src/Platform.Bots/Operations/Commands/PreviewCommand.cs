using System.CommandLine;
using Platform.Model.Training;
using Spectre.Console;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform preview RECIPE</c>.</summary>
internal static class PreviewCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string>("recipe") { Description = "A recipe for training." };
        var set = RecipeVariables.Option();
        var most = new Option<int>("--documents") { Description = "How many are shown.", DefaultValueFactory = _ => 3 };
        var command = new Command("preview", "Shows the first documents as a model reads them: green is learned, grey only read.") { recipe, set, most };
        command.SetAction((parsed, _) => CommandLine.Guarded(() => Task.FromResult(Show(parsed.GetValue(recipe)!, RecipeVariables.Of(parsed, set), parsed.GetValue(most)))));
        return command;
    }

    private static int Show(string recipe, Dictionary<string, string> variables, int most)
    {
        var shown = 0;
        foreach (var parts in MaskPreview.Of(recipe, variables, most))
        {
            AnsiConsole.Write(new Rule($"{++shown}: {parts.Sum(part => part.Tokens)} tokens, {parts.Where(part => part.Learned).Sum(part => part.Tokens)} learned").LeftJustified());
            // marks as well as colours: some people and most files see no colours
            foreach (var part in parts)
                AnsiConsole.Write(new Text(part.Learned ? $"⟦{part.Text}⟧" : part.Text, new Style(part.Learned ? Color.Green : Color.Grey)));
            AnsiConsole.WriteLine();
        }

        return 0;
    }
}
