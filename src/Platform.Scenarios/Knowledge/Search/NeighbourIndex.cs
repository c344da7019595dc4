namespace Platform.Scenarios.Knowledge.Search;

/// <summary>Cosine between a query and every stored question, through the n-grams they share.</summary>
internal sealed class NeighbourIndex
{
    private readonly int[] _starts; // of each n-gram's places in the two lists below, and the end
    private readonly int[] _questions;
    private readonly float[] _values;

    public NeighbourIndex(IReadOnlyList<QuestionVector> questions, int features)
    {
        Count = questions.Count;
        _starts = new int[features + 1];
        foreach (var question in questions)
            foreach (var feature in question.Indices) _starts[feature + 1]++;

        for (var feature = 0; feature < features; feature++) _starts[feature + 1] += _starts[feature];

        _questions = new int[_starts[features]];
        _values = new float[_starts[features]];
        var next = _starts.ToArray();
        for (var i = 0; i < questions.Count; i++)
        {
            var (indices, values, _) = questions[i];
            for (var k = 0; k < indices.Length; k++)
            {
                var place = next[indices[k]]++;
                _questions[place] = i;
                _values[place] = values[k];
            }
        }
    }

    public int Count { get; }

    public void Score(QuestionVector query, Span<float> cosines)
    {
        cosines.Clear();
        for (var k = 0; k < query.Indices.Length; k++)
        {
            var weight = query.Values[k];
            for (var place = _starts[query.Indices[k]]; place < _starts[query.Indices[k] + 1]; place++)
                cosines[_questions[place]] += weight * _values[place];
        }
    }
}
