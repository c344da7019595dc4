using Platform.Model.Corpus.Contamination;
using Platform.Model.Corpus.PersonalData;
using Platform.Model.Corpus.Recipes;

namespace Platform.Model.Corpus.Pipeline;

/// <summary>Third stage: quality, personal data, texts of tests; writes the corpus.</summary>
internal sealed class FinalStage(CorpusRecipe recipe, TestGrams? tests, int threads)
{
    /// <param name="reasons">Why each document of the file is dropped already, or null.</param>
    public void Run(CorpusSource source, string kept, ArraySegment<string?> reasons, SourceCount count, DocumentWriter train, DocumentWriter dev, DropWriter dropped, CancellationToken cancellationToken)
    {
        var unique = 0L;
        foreach (var (document, reason, masked) in OrderedWork.Select(CorpusFile.Read(kept).Zip(reasons), threads, pair => Judge(pair.First, pair.Second, source), cancellationToken))
        {
            if (reason is not ("duplicate" or "near duplicate"))
                unique += document.Characters;
            foreach (var (kind, places) in masked ?? new Dictionary<PersonalDataKind, int>())
                count.Masked[kind.ToString()] = count.Masked.GetValueOrDefault(kind.ToString()) + places;
            if (reason is not null)
            {
                count.Drop(reason);
                dropped.Write(document, reason);
                continue;
            }

            (document.Split == "dev" ? dev : train).Write(document);
            count.Keep(document);
        }

        count.Stages["2 unique"] = unique;
        count.Stages["3 kept"] = count.TrainCharacters + count.DevCharacters;
    }

    private (CorpusDocument Document, string? Reason, IReadOnlyDictionary<PersonalDataKind, int>? Masked) Judge(CorpusDocument document, string? reason, CorpusSource source)
    {
        if (reason is not null)
            return (document, reason, null);
        if (recipe.Quality is { } gate && source.Asks("quality") && document.Quality < gate.Least)
            return (document, "quality", null);
        var original = document.AllText;
        IReadOnlyDictionary<PersonalDataKind, int>? masked = null;
        if (source.Masks)
            (document, masked) = Mask(document);
        return document.Split != "dev" && tests?.IsIn(original) == true ? (document, "in a test set", null) : (document, null, masked);
    }

    private static (CorpusDocument, IReadOnlyDictionary<PersonalDataKind, int>) Mask(CorpusDocument document)
    {
        var mask = new PersonalDataMask();
        if (document.Text is { } text)
            return (document with { Text = mask.Mask(text) }, mask.Counts);
        var contents = mask.MaskAll([.. document.Messages!.Select(message => message.Content)]);
        return (document with { Messages = [.. document.Messages!.Select((message, at) => message with { Content = contents[at] })] }, mask.Counts);
    }
}
