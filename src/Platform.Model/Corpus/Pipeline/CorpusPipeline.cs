using Platform.Model.Corpus.Cards;
using Platform.Model.Corpus.Cleaning;
using Platform.Model.Corpus.Contamination;
using Platform.Model.Corpus.Quality;
using Platform.Model.Corpus.Reading;
using Platform.Model.Corpus.Recipes;

namespace Platform.Model.Corpus.Pipeline;

/// <summary>From data sets to <c>train.jsonl</c> and <c>dev.jsonl</c>; what is left out goes to <c>dropped.jsonl</c> with its reason, and a card tells all of it.</summary>
internal sealed class CorpusPipeline(CorpusRecipe recipe, CorpusBuild build)
{
    public IReadOnlyList<SourceCount> Run(CancellationToken cancellationToken)
    {
        var threads = build.Threads > 0 ? build.Threads : Environment.ProcessorCount;
        var files = new StageFiles(Path.Combine(build.Output, "work"));
        var script = recipe.Simplification is null ? null : SimplifiedScript.Read(SourceReader.DataFolder(recipe.Simplification, build.Data, "simplification"));
        var quality = recipe.Quality is { } gate ? QualityModel.Read(SourceReader.DataFile(gate.Model, build.Data)) : null;
        var first = new SourceStage(recipe, build.Data, files, script, quality, threads);
        var counts = new List<SourceCount>();
        var taken = new List<CorpusSource>();
        foreach (var source in recipe.Sources)
        {
            if (source.Class == "B" && !build.IncludeUnlicensed)
            {
                counts.Add(new SourceCount { Name = source.Name, Licence = source.Licence, Class = source.Class, Excluded = true });
                continue;
            }

            counts.Add(first.Run(source, cancellationToken));
            taken.Add(source);
        }

        var tests = recipe.Evaluation.Count == 0 ? null : TestGrams.Read(recipe.Evaluation.SelectMany(pattern => SourceReader.DataFiles(pattern, build.Data)));
        var duplicates = new DuplicateStage([.. taken.Select(first.Kept)], recipe.NearDuplicates, threads, tests);
        var reasons = duplicates.Run(cancellationToken);
        Write(taken, first, reasons, new FinalStage(recipe, tests, threads), counts, cancellationToken);
        CorpusCard.Write(build.Output, recipe, counts, duplicates.Pairs, tests?.Count ?? 0);
        return counts;
    }

    private void Write(List<CorpusSource> taken, SourceStage first, string?[] reasons, FinalStage last, List<SourceCount> counts, CancellationToken cancellationToken)
    {
        using var train = new DocumentWriter(Path.Combine(build.Output, "train.jsonl"));
        using var dev = new DocumentWriter(Path.Combine(build.Output, "dev.jsonl"));
        using var dropped = new DropWriter(Path.Combine(build.Output, "dropped.jsonl"));
        var from = 0;
        foreach (var source in taken)
        {
            dropped.Append(first.Dropped(source));
            var count = counts.Single(count => count.Name == source.Name);
            var documents = count.Read - count.Dropped.Values.Sum();
            last.Run(source, first.Kept(source), new ArraySegment<string?>(reasons, from, documents), count, train, dev, dropped, cancellationToken);
            from += documents;
        }

        train.Finish();
        dev.Finish();
        dropped.Finish();
    }
}
