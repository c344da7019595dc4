using System.CommandLine;
using Platform.Model.Recipes;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>--set NAME=VALUE</c>: what <c>${NAME}</c> in a recipe stands for.</summary>
internal static class RecipeVariables
{
    public static Option<string[]> Option() => new("--set") { Description = "NAME=VALUE: what ${NAME} in the recipe stands for.", AllowMultipleArgumentsPerToken = true };

    public static Dictionary<string, string> Of(ParseResult parsed, Option<string[]> set) => Of(parsed.GetValue(set) ?? []);

    public static Dictionary<string, string> Of(IEnumerable<string> pairs)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
            variables[pair.Split('=', 2) is [{ Length: > 0 } name, _] ? name : throw new RecipeException($"--set {pair} is no NAME=VALUE.")] = pair.Split('=', 2)[1];
        return variables;
    }
}
