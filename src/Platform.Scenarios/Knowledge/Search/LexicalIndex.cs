using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Cjk;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;
using LuceneDirectory = Lucene.Net.Store.Directory;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>BM25 over a list of texts, CJK as bigrams, everything else as words. Thread-safe.</summary>
internal sealed class LexicalIndex : IDisposable
{
    private const string TextField = "text";
    private const int MostTerms = 256;
    private const double TermSaturation = 1.2 + 1; // k1 + 1: what a term's idf is multiplied by at most

    private readonly RAMDirectory _directory;
    private readonly CJKAnalyzer _analyzer = NewAnalyzer();
    private readonly DirectoryReader _reader;
    private readonly IndexSearcher _searcher;

    private LexicalIndex(RAMDirectory directory)
    {
        _directory = directory;
        _reader = DirectoryReader.Open(directory);
        _searcher = new IndexSearcher(_reader) { Similarity = new BM25Similarity() };
    }

    public int Count => _reader.MaxDoc;

    public static LexicalIndex Build(IReadOnlyList<string> texts)
    {
        var directory = new RAMDirectory();
        using var analyzer = NewAnalyzer();
        // A log merge policy keeps the order in which documents came: a document's number is its text's number.
        var config = new IndexWriterConfig(LuceneVersion.LUCENE_48, analyzer)
        {
            MergePolicy = new LogDocMergePolicy(),
            MergeScheduler = new SerialMergeScheduler(),
            Similarity = new BM25Similarity(),
        };
        using (var writer = new IndexWriter(directory, config))
        {
            var field = new TextField(TextField, "", Field.Store.NO);
            var document = new Document { field };
            foreach (var text in texts)
            {
                field.SetStringValue(text);
                writer.AddDocument(document);
            }

            writer.ForceMerge(1);
        }

        return new LexicalIndex(directory);
    }

    /// <summary>Fills <paramref name="scores"/> (one place for each text) with BM25 as a share of the most the query could reach, in [0,1].</summary>
    public void Score(string normalizedQuery, Span<float> scores)
    {
        scores.Clear();
        var query = new BooleanQuery(disableCoord: true);
        var most = 0.0;
        foreach (var word in Terms(normalizedQuery))
        {
            var term = new Term(TextField, word);
            var frequency = _reader.DocFreq(term);
            most += TermSaturation * Math.Log(1 + ((Count - frequency + 0.5) / (frequency + 0.5)));
            if (frequency > 0) query.Add(new TermQuery(term), Occur.SHOULD);
        }

        if (query.Clauses.Count == 0) return;
        var found = new ScoreCollector(new float[Count]);
        _searcher.Search(query, found);
        for (var i = 0; i < scores.Length; i++) scores[i] = (float)Math.Clamp(found.Scores[i] / most, 0, 1);
    }

    public void Save(string folder)
    {
        using var target = FSDirectory.Open(folder);
        CopyAll(_directory, target);
    }

    /// <exception cref="IOException">The folder holds no readable index.</exception>
    public static LexicalIndex Load(string folder)
    {
        using var source = FSDirectory.Open(folder);
        var directory = new RAMDirectory();
        CopyAll(source, directory);
        return new LexicalIndex(directory);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _analyzer.Dispose();
        _directory.Dispose();
    }

    private HashSet<string> Terms(string text)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        using var stream = _analyzer.GetTokenStream(TextField, text);
        var term = stream.GetAttribute<ICharTermAttribute>();
        stream.Reset();
        while (terms.Count < MostTerms && stream.IncrementToken()) terms.Add(term.ToString()!);
        stream.End();
        return terms;
    }

    private static CJKAnalyzer NewAnalyzer() => new(LuceneVersion.LUCENE_48);

    private static void CopyAll(LuceneDirectory source, LuceneDirectory target)
    {
        foreach (var file in source.ListAll().Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            source.Copy(target, file, file, IOContext.DEFAULT);
    }

    private sealed class ScoreCollector(float[] scores) : ICollector
    {
        private Scorer? _scorer;
        private int _start;

        public float[] Scores => scores;

        public bool AcceptsDocsOutOfOrder => true;

        public void SetScorer(Scorer scorer) => _scorer = scorer;

        public void SetNextReader(AtomicReaderContext context) => _start = context.DocBase;

        public void Collect(int doc) => scores[_start + doc] = _scorer!.GetScore();
    }
}
