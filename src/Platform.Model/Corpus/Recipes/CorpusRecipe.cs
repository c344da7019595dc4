namespace Platform.Model.Corpus.Recipes;

/// <summary>What a corpus is made of: a YAML file, read by <see cref="RecipeFile"/>.</summary>
internal sealed class CorpusRecipe
{
    public string Name { get; set; } = "";

    /// <summary>Folder of OpenCC's dictionaries (<c>TSCharacters.txt</c>, <c>TSPhrases.txt</c>), needed by sources that are to be simplified.</summary>
    public string? Simplification { get; set; }

    public List<CorpusSource> Sources { get; set; } = [];
}
