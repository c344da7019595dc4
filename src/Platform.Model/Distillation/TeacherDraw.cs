using Platform.Model.Recipes;
using Platform.Model.Tensors;
using Platform.Model.Training;
using static TorchSharp.torch;

namespace Platform.Model.Distillation;

/// <summary>Stores a teacher's predictions for a recipe's documents.</summary>
internal static class TeacherDraw
{
    /// <exception cref="RecipeException">The recipe cannot be used.</exception>
    public static (long Tokens, long Bytes) Run(TrainingRecipe recipe, string output, CancellationToken cancellationToken)
    {
        TorchNative.EnsureLoaded();
        var part = recipe.Distill ?? throw new RecipeException("The recipe has no distill part.");
        if (recipe.Train.Threads > 0)
            set_num_threads(recipe.Train.Threads);
        var encoder = new RowEncoder(recipe.Model.Tokenizer ?? recipe.Model.From ?? part.Teacher, recipe.Data);
        var blocks = TrainingRows.Blocks(recipe.Data, encoder);
        using var teacher = Teacher.Open(part.Teacher, encoder.Tokenizer);
        return StoredPredictions.Write(output, CacheIdentity.Of(part, recipe, blocks), teacher.Network, blocks, recipe.Train.Seed, cancellationToken);
    }
}
