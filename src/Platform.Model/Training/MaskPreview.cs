using Platform.Model.Corpus;
using Platform.Model.Recipes;

namespace Platform.Model.Training;

/// <summary>Shows what of a recipe's documents is learned.</summary>
public static class MaskPreview
{
    /// <param name="most">Documents.</param>
    /// <exception cref="RecipeException">The recipe cannot be used.</exception>
    public static IEnumerable<IReadOnlyList<PreviewPart>> Of(string recipe, IReadOnlyDictionary<string, string> variables, int most)
    {
        var read = RecipeFile.Read<TrainingRecipe>(recipe, variables);
        var tokenizer = read.Model.Tokenizer ?? read.Model.From ?? read.Distill?.Teacher ?? throw new RecipeException("The recipe names neither model.from nor model.tokenizer.");
        var encoder = new RowEncoder(tokenizer, read.Data);
        return TrainingRows.Read(read.Data.Train, read.Data, encoder).Take(most).Select(row => Parts(row, encoder));
    }

    private static List<PreviewPart> Parts(TrainingRow row, RowEncoder encoder)
    {
        var parts = new List<PreviewPart>();
        for (var (from, to) = (0, 1); from < row.Ids.Length; from = to, to++)
        {
            while (to < row.Ids.Length && row.Learned[to] == row.Learned[from])
                to++;
            parts.Add(new PreviewPart(encoder.Tokenizer.Decode(row.Ids[from..to], skipSpecial: false), to - from, row.Learned[from]));
        }

        return parts;
    }
}

/// <summary>A run of tokens that are all learned, or all only read.</summary>
public sealed record PreviewPart(string Text, int Tokens, bool Learned);
