using Platform.Model.Recipes;

namespace Platform.Model.Training;

/// <summary>Block lengths that grow in the course of a run, each step with as many tokens as before: near words teach most and cost least, far ones come later. Source: Li et al. 2022, arXiv:2108.06084.</summary>
internal static class LengthStages
{
    /// <summary>The recipe as it holds at a step, and the step at which that ends.</summary>
    /// <exception cref="RecipeException">The stages are out of order or do not divide a batch.</exception>
    public static (TrainingRecipe Recipe, int Until) At(TrainingRecipe recipe, int step)
    {
        Check(recipe);
        var begun = recipe.Data.Growth.Count(stage => stage.From <= step);
        var until = begun < recipe.Data.Growth.Count ? Math.Min(recipe.Data.Growth[begun].From, recipe.Train.Steps) : recipe.Train.Steps;
        if (begun == 0)
            return (recipe, until);
        var staged = RecipeFile.Parse<TrainingRecipe>(RecipeFile.Write(recipe), "recipe");
        staged.Data.BlockTokens = recipe.Data.Growth[begun - 1].BlockTokens;
        staged.Train.Batch = recipe.Train.Batch * recipe.Data.BlockTokens / staged.Data.BlockTokens;
        staged.Train.Seed += begun; // another order of other blocks
        return (staged, until);
    }

    private static void Check(TrainingRecipe recipe)
    {
        var (last, tokens) = (0, recipe.Train.Batch * recipe.Data.BlockTokens);
        foreach (var stage in recipe.Data.Growth)
        {
            if (stage.From <= last)
                throw new RecipeException($"data.growth begins a stage at step {stage.From} after one at step {last}; the steps must rise from above 0.");
            if (stage.BlockTokens <= 0 || tokens % stage.BlockTokens != 0)
                throw new RecipeException($"data.growth asks for blocks of {stage.BlockTokens} tokens; train.batch times data.blockTokens is {tokens}, which must be a multiple of it.");
            last = stage.From;
        }
    }
}
