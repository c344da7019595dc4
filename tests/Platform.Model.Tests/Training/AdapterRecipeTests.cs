using Platform.Model.Corpus.Recipes;
using Platform.Model.Recipes;
using Platform.Model.Training;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Training;

public sealed class AdapterRecipeTests
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal) { ["CORPUS"] = "corpus", ["BASE"] = "base" };

    [Theory]
    [InlineData("counsellor")]
    [InlineData("dialogue")]
    [InlineData("help-seeker")]
    [InlineData("translation")]
    public void An_adapter_is_trained_on_what_the_base_s_corpus_holds(string name)
    {
        var recipe = RecipeFile.Read<TrainingRecipe>(InRepository("models", "recipes", $"{name}.yaml"), Variables);

        recipe.Name.ShouldBe(name);
        recipe.Model.From.ShouldBe("base");
        recipe.Model.Adapter.ShouldNotBeNull();
        recipe.Data.Learn.ShouldBe(LearnedTurns.Assistant);
        recipe.Data.Sources.ShouldNotBeEmpty();
        recipe.Data.Sources.ShouldBeSubsetOf(Corpus().Sources.Select(source => source.Name), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("英文", "{zh}")]
    [InlineData("中文", "{en}")]
    public void The_skill_asks_for_a_translation_in_the_words_that_are_trained(string language, string text)
    {
        var prompt = File.ReadAllText(InRepository("src", "Platform.Scenarios", "Skills", "Translation", "sentence.prompt.md")).Split('\n')[1].Trim();
        var forms = Corpus().Sources.Single(source => string.Equals(source.Name, "tatoeba", StringComparison.Ordinal)).Exchange.ShouldNotBeNull().Forms;

        forms.Select(form => form.User).ShouldContain(prompt.Replace("{{language}}", language, StringComparison.Ordinal).Replace("{{text}}", text, StringComparison.Ordinal), StringComparer.Ordinal);
    }

    private static CorpusRecipe Corpus() => RecipeFile.Read<CorpusRecipe>(InRepository("models", "recipes", "base.corpus.yaml"), Variables);

    private static string InRepository(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Platform.sln")))
            folder = folder.Parent;
        return Path.Combine([folder.FullName, .. parts]);
    }
}
