using Platform.Model.Tokenization;
using Platform.Model.Tokenization.Training;

namespace Platform.Model.Corpus;

/// <summary>Learns a vocabulary from corpus files, and counts what it makes of them.</summary>
public static class VocabularyTraining
{
    public const int FewestIds = 300;
    public const int MostIds = 65536;

    /// <param name="corpus">Files of <see cref="CorpusFile"/>'s form.</param>
    /// <param name="output">Folder for tokenizer.json, tokenizer_config.json and generation_config.json.</param>
    /// <param name="size">Ids in all, control marks included.</param>
    /// <returns>Characters read, different words, ids.</returns>
    public static (long Characters, int Words, int Ids) Train(IEnumerable<string> corpus, string output, int size, CancellationToken cancellationToken = default)
    {
        if (size is < FewestIds or > MostIds)
            throw new CorpusException($"A vocabulary of {size} ids is not possible; from {FewestIds} to {MostIds} is.");
        var words = new WordCounts();
        foreach (var document in corpus.SelectMany(CorpusFile.Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var text in Texts(document))
                words.Add(text);
        }

        var learnt = new BytePairTrainer(words).Learn(size - TokenizerFolder.Special.Count, cancellationToken: cancellationToken);
        TokenizerFolder.Write(output, learnt);
        return (words.Characters, words.Counts.Count, learnt.Tokens.Count + TokenizerFolder.Special.Count);
    }

    /// <returns>By source: characters (UTF-16 units) and tokens, without the template's own.</returns>
    public static IReadOnlyDictionary<string, (long Characters, long Tokens)> Measure(TextTokenizer tokenizer, IEnumerable<string> corpus, CancellationToken cancellationToken = default)
    {
        var sums = new SortedDictionary<string, (long Characters, long Tokens)>(StringComparer.Ordinal);
        foreach (var document in corpus.SelectMany(CorpusFile.Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sum = sums.GetValueOrDefault(document.Source);
            sums[document.Source] = (sum.Characters + document.Characters, sum.Tokens + Texts(document).Sum(text => tokenizer.Encode(text).Count));
        }

        return sums;
    }

    private static IEnumerable<string> Texts(CorpusDocument document) =>
        document.Text is { } text ? [text] : document.Messages!.Select(message => message.Content);
}
