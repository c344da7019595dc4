using Platform.Scenarios.DocumentWriting.Facts;

namespace Platform.Scenarios.DocumentWriting.Evaluation;

/// <summary>Vectors of texts by the company their words keep: random indexing (Kanerva, Kristoferson, Holst 2000) over pairs of neighbouring signs and the sentences they stand in.</summary>
/// <remarks>Used to measure only. Ranking uses shared words; here two texts can be near without sharing one.</remarks>
public sealed class ContextVectors
{
    private const int Width = 256;
    private const int Marks = 8;
    private readonly Dictionary<string, float[]> _contexts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _sentences = new(StringComparer.Ordinal);
    private readonly int _count;

    /// <param name="corpus">Texts that words are learnt from.</param>
    public ContextVectors(IEnumerable<string> corpus)
    {
        foreach (var sentence in corpus.SelectMany(Sentences.Of))
        {
            _count++;
            var words = Words(sentence).Distinct(StringComparer.Ordinal).ToList();
            var whole = new float[Width];
            foreach (var word in words)
            {
                _sentences[word] = _sentences.GetValueOrDefault(word) + 1;
                Mark(whole, word, 1);
            }

            foreach (var word in words)
            {
                if (!_contexts.TryGetValue(word, out var context))
                    _contexts[word] = context = new float[Width];
                for (var i = 0; i < Width; i++)
                    context[i] += whole[i];
            }
        }
    }

    /// <returns>Cosine, from -1 to 1; 0 for a text without a known word.</returns>
    public double Similarity(string a, string b)
    {
        var (x, y) = (Of(a), Of(b));
        double dot = 0, left = 0, right = 0;
        for (var i = 0; i < Width; i++)
            (dot, left, right) = (dot + x[i] * y[i], left + x[i] * x[i], right + y[i] * y[i]);
        return left == 0 || right == 0 ? 0 : dot / Math.Sqrt(left * right);
    }

    private float[] Of(string text)
    {
        var sum = new float[Width];
        foreach (var word in Words(text))
        {
            if (!_contexts.TryGetValue(word, out var context))
                continue;
            var weight = Math.Log((double)_count / _sentences[word]) / Math.Max(1e-6, Math.Sqrt(context.Sum(v => (double)v * v)));
            for (var i = 0; i < Width; i++)
                sum[i] += (float)(context[i] * weight);
        }

        return sum;
    }

    private static IEnumerable<string> Words(string text)
    {
        var bare = FactReader.Bare(text);
        for (var i = 0; i + 1 < bare.Length; i++)
            yield return bare.Substring(i, 2);
    }

    /// <summary>A few places of a vector, plus or minus, that belong to a word on every machine.</summary>
    private static void Mark(float[] vector, string word, float by)
    {
        var state = 14695981039346656037UL;
        foreach (var sign in word)
            state = unchecked((state ^ sign) * 1099511628211UL);
        for (var i = 0; i < Marks; i++)
        {
            state = unchecked(state * 6364136223846793005UL + 1442695040888963407UL);
            vector[(int)(state >> 40) % Width] += (state >> 63) == 0 ? by : -by;
        }
    }
}
