using System.Runtime.InteropServices;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>A question as weighted n-grams, of length one.</summary>
/// <param name="Indices">Rising numbers of n-grams.</param>
/// <param name="Coverage">Share of the question's weight that lies on n-grams known to the vocabulary, in [0,1].</param>
internal sealed record QuestionVector(int[] Indices, float[] Values, double Coverage);

/// <summary>The n-grams of a set of questions and their weights: how questions become vectors.</summary>
internal sealed class QuestionVocabulary
{
    private readonly Dictionary<ulong, int> _numbers;
    private readonly float[] _weights;
    private readonly float _unknownWeight;

    private QuestionVocabulary(Dictionary<ulong, int> numbers, float[] weights, float unknownWeight) =>
        (_numbers, _weights, _unknownWeight) = (numbers, weights, unknownWeight);

    public int Count => _weights.Length;

    public static QuestionVocabulary Learn(IReadOnlyList<string> normalized)
    {
        var frequencies = new Dictionary<ulong, int>();
        var order = new List<ulong>();
        var shares = new Dictionary<ulong, float>();
        var seen = new HashSet<ulong>();
        foreach (var text in normalized)
        {
            seen.Clear();
            QuestionUnits.ForEachNGram(text, (hash, share) =>
            {
                if (!seen.Add(hash)) return;
                ref var frequency = ref CollectionsMarshal.GetValueRefOrAddDefault(frequencies, hash, out var known);
                frequency++;
                if (known) return;
                order.Add(hash);
                shares.Add(hash, share);
            });
        }

        // Half the usual idf (its root): common signs tell intents apart more than a rare name does.
        var fewest = normalized.Count >= LargeBase ? 2 : 1;
        var kept = order.Where(hash => frequencies[hash] >= fewest).ToArray();
        var weights = kept.Select(hash => shares[hash] * Weight(normalized.Count, frequencies[hash])).ToArray();
        return Restore(kept, weights, Weight(normalized.Count, 0));
    }

    /// <summary>From this many questions on, n-grams seen once are left out: they are most of the memory and none of the accuracy.</summary>
    public const int LargeBase = 4_000;

    public QuestionVector Vectorize(string normalized)
    {
        var counts = new Dictionary<int, int>();
        var unknown = new Dictionary<ulong, int>();
        QuestionUnits.ForEachNGram(normalized, (hash, share) =>
        {
            if (_numbers.TryGetValue(hash, out var number))
                CollectionsMarshal.GetValueRefOrAddDefault(counts, number, out _)++;
            else
                CollectionsMarshal.GetValueRefOrAddDefault(unknown, hash, out _)++;
        });

        var indices = counts.Keys.ToArray();
        Array.Sort(indices);
        var values = new float[indices.Length];
        var known = 0.0;
        for (var i = 0; i < indices.Length; i++)
        {
            values[i] = (1 + MathF.Log(counts[indices[i]])) * _weights[indices[i]];
            known += values[i] * (double)values[i];
        }

        var length = (float)Math.Sqrt(known);
        if (length > 0)
            for (var i = 0; i < values.Length; i++) values[i] /= length;

        var missing = unknown.Values.Sum(count => Math.Pow((1 + Math.Log(count)) * _unknownWeight, 2));
        return new QuestionVector(indices, values, known > 0 ? known / (known + missing) : 0);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_weights.Length);
        foreach (var (hash, number) in _numbers.OrderBy(pair => pair.Value))
        {
            writer.Write(hash);
            writer.Write(_weights[number]);
        }

        writer.Write(_unknownWeight);
    }

    public static QuestionVocabulary Read(BinaryReader reader)
    {
        var hashes = new ulong[reader.ReadInt32()];
        var weights = new float[hashes.Length];
        for (var i = 0; i < hashes.Length; i++) (hashes[i], weights[i]) = (reader.ReadUInt64(), reader.ReadSingle());
        return Restore(hashes, weights, reader.ReadSingle());
    }

    private static QuestionVocabulary Restore(ulong[] hashes, float[] weights, float unknownWeight)
    {
        var numbers = new Dictionary<ulong, int>(hashes.Length);
        for (var i = 0; i < hashes.Length; i++) numbers.Add(hashes[i], i);
        return new QuestionVocabulary(numbers, weights, unknownWeight);
    }

    private static float Weight(int questions, int frequency) => (float)Math.Sqrt(1 + Math.Log((1.0 + questions) / (1 + frequency)));
}
