using Platform.Model.Recipes;

namespace Platform.Model.Corpus.Recipes;

/// <summary>Refuses a corpus recipe that asks for what cannot be, before a file is read.</summary>
internal static class RecipeCheck
{
    /// <exception cref="RecipeException">With what is wrong and where.</exception>
    public static CorpusRecipe Checked(CorpusRecipe recipe, string path)
    {
        if (recipe.Sources.Count == 0)
            throw new RecipeException($"{path} names no sources.");
        if (recipe.NearDuplicates is < 0 or > 1)
            throw new RecipeException($"{path}: nearDuplicates is {recipe.NearDuplicates}; 0 (off) to 1 is possible.");
        foreach (var source in recipe.Sources)
        {
            if (Wrong(source) is { } wrong)
                throw new RecipeException($"{path}: the source '{source.Name}' {wrong}");
            if (source.Simplify && recipe.Simplification is null)
                throw new RecipeException($"{path}: '{source.Name}' is to be simplified, but the recipe has no simplification folder.");
        }

        return recipe.Sources.GroupBy(source => source.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new RecipeException($"{path} names the source '{twice.Key}' twice.")
            : recipe;
    }

    private static string? Wrong(CorpusSource source) => source switch
    {
        { Name: "" } or { Licence: "" } => "needs a name and a licence.",
        { Class: not ("A" or "B") } => "needs a class: A (open licence) or B (none).",
        { Train.Count: 0, Dev.Count: 0 } => "names no files under train or dev.",
        { Exchange.Forms.Count: 0 } => "has an exchange without forms.",
        { DevShare: < 0 or >= 1 } or { Share: <= 0 or > 1 } or { Group: < 1 } => "has a devShare, share or group out of range (0 to 1, 0 to 1, from 1).",
        _ when new object?[] { source.Text, source.Dialogue, source.Exchange, source.Documents ? source : null }.Count(shape => shape is not null) != 1 => "needs exactly one of text, dialogue, exchange and documents.",
        _ when source.Dialogue?.Roles.Values.FirstOrDefault(role => role is not ("user" or "assistant" or "system")) is { } role => $"gives somebody the role '{role}'; user, assistant or system is needed.",
        _ when source.Checks?.Find(check => check is not ("language" or "repetition" or "rules" or "quality")) is { } check => $"asks for the check '{check}'; language, repetition, rules and quality are known.",
        _ => null,
    };
}
