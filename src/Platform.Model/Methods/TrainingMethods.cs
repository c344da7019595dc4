using Platform.Model.Distillation;
using Platform.Model.Preferences;
using Platform.Model.Recipes;
using Platform.Model.Training;

namespace Platform.Model.Methods;

/// <summary>Runs of every kind: a recipe says what is learned, and from what.</summary>
public static class TrainingMethods
{
    /// <summary>Starts a run.</summary>
    /// <param name="kind">What the recipe shall be for; null for anything.</param>
    /// <param name="variables">What <c>${NAME}</c> in the recipe stands for.</param>
    /// <param name="folder">Of the run; must be empty.</param>
    /// <param name="tell">Hears of progress.</param>
    /// <exception cref="RecipeException">The recipe cannot be used.</exception>
    public static TrainingResult Start(string recipe, IReadOnlyDictionary<string, string> variables, string folder, TrainingKind? kind, Action<string> tell, CancellationToken cancellationToken) =>
        Trainer.Start(recipe, variables, folder, task => Of(Checked(task, kind)), tell, cancellationToken);

    /// <summary>Goes on with a run from its latest checkpoint.</summary>
    /// <param name="steps">A new number of steps in all, or null for the recipe's.</param>
    /// <param name="decay">Steps of the fall at the end, or null for the recipe's.</param>
    public static TrainingResult Resume(string folder, int? steps, int? decay, Action<string> tell, CancellationToken cancellationToken) =>
        Trainer.Resume(folder, steps, decay, Of, tell, cancellationToken);

    /// <summary>Makes a run of its own out of another's latest checkpoint, which comes to its end in so many steps: the run it came from can go on.</summary>
    public static TrainingResult Branch(string from, string folder, int decay, Action<string> tell, CancellationToken cancellationToken) =>
        Trainer.Branch(from, folder, decay, Of, tell, cancellationToken);

    /// <summary>Stores a teacher's predictions for the documents of a recipe with a distill part.</summary>
    /// <returns>Tokens that were predicted, and bytes of the file.</returns>
    /// <exception cref="RecipeException">The recipe cannot be used.</exception>
    public static (long Tokens, long Bytes) Draw(string recipe, IReadOnlyDictionary<string, string> variables, string output, CancellationToken cancellationToken) =>
        TeacherDraw.Run(RecipeFile.Read<TrainingRecipe>(recipe, variables), output, cancellationToken);

    private static TrainingTask Checked(TrainingTask task, TrainingKind? kind)
    {
        var recipe = task.Recipe;
        if (kind == TrainingKind.Distillation && recipe.Distill is null)
            throw new RecipeException("The recipe has no distill part. Add one, or use: platform train");
        if (kind == TrainingKind.Preference && recipe.Preference is null)
            throw new RecipeException("The recipe has no preference part. Add one, or use: platform train");
        if (kind == TrainingKind.FineTuning && recipe.Model.From is null)
            throw new RecipeException("Fine-tuning goes on from a checkpoint: name it in model.from. From nothing: platform train");
        if (kind == TrainingKind.FineTuning && recipe.Data.Learn == LearnedTurns.Everything)
            throw new RecipeException("data.learn is Everything, so that the model would learn to write what people say to it. Take Assistant or Last; for running text: platform train");
        return task;
    }

    internal static IObjective Of(TrainingTask task) => task.Recipe switch
    {
        { Distill: not null, Preference: not null } => throw new RecipeException("The recipe has both distill and preference; one run does one of them."),
        { Distill: not null } => new DistillObjective(task),
        { Preference: not null } => new PreferenceObjective(task),
        _ => new NextTokenObjective(TrainingRows.Blocks(task.Recipe.Data, task.Encoder), task.Recipe.Train),
    };
}

/// <summary>What a recipe is for.</summary>
public enum TrainingKind
{
    FineTuning,
    Distillation,
    Preference,
}
