using Platform.Model.Corpus.Pipeline;
using Platform.Model.Corpus.Recipes;
using Platform.Model.Recipes;

namespace Platform.Model.Corpus;

/// <summary>What a corpus is to be made of, and where.</summary>
public sealed record CorpusBuild
{
    /// <summary>A YAML file.</summary>
    public required string Recipe { get; init; }

    /// <summary>Where the data sets are; the first folder that has a set is used.</summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>Folder for <c>train.jsonl</c>, <c>dev.jsonl</c>, <c>dropped.jsonl</c>, the card, and <c>work</c>: what a build that was interrupted goes on from.</summary>
    public required string Output { get; init; }

    /// <summary>Also takes sets of class B, for which nobody gave a licence.</summary>
    public bool IncludeUnlicensed { get; init; }

    /// <summary>What <c>${NAME}</c> in the recipe stands for.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How many threads work; 0 for one on each processor.</summary>
    public int Threads { get; init; }

    /// <returns>What became of each source, in the recipe's order.</returns>
    /// <exception cref="RecipeException">The recipe says something that is not understood.</exception>
    /// <exception cref="CorpusException">A set cannot be read.</exception>
    public IReadOnlyList<SourceCount> Run(CancellationToken cancellationToken = default) =>
        new CorpusPipeline(RecipeCheck.Checked(RecipeFile.Read<CorpusRecipe>(Recipe, Variables), Recipe), this).Run(cancellationToken);
}
