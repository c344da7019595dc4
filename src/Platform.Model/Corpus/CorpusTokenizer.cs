using Platform.Model.Recipes;
using Platform.Model.Tokenization;

namespace Platform.Model.Corpus;

/// <summary>Learns a tokenizer from a corpus.</summary>
public static class CorpusTokenizer
{
    /// <param name="corpus">A file of documents.</param>
    /// <param name="size">Ids wanted in all.</param>
    /// <param name="characters">Most characters that are looked at; documents are taken evenly from the whole file.</param>
    /// <param name="folder">Where tokenizer.json, tokenizer_config.json and generation_config.json go.</param>
    /// <returns>How many ids there are.</returns>
    /// <exception cref="RecipeException">The corpus cannot be used, or the size is too small.</exception>
    public static int Train(string corpus, int size, long characters, string folder, CancellationToken cancellationToken)
    {
        if (size is < 300 or > 200_000)
            throw new RecipeException($"A vocabulary of {size} cannot be learned; choose from 300 to 200,000.");
        var all = CorpusFile.Read(corpus).Sum(document => (long)document.AllText.Length);
        var share = Math.Min(1, characters / (double)Math.Max(1, all));
        var texts = CorpusFile.Read(corpus).Where(document => CorpusHash.Of(document.Id) <= share * ulong.MaxValue).Select(document => document.AllText);
        return TokenizerTraining.Run(texts, size, folder, cancellationToken);
    }
}
