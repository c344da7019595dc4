using System.Runtime.InteropServices;

namespace Platform.Model.Tokenization.Training;

/// <summary>Learns which neighbouring tokens to join: the most frequent pair first, counts kept up to date word by word.</summary>
/// <remarks>Sennrich et al. 2016, section 3.2, over bytes. Of equally frequent pairs the one with the lower left, then lower right id is joined, so the result is the same on every machine.</remarks>
internal sealed class BytePairTrainer
{
    private readonly ushort[] _symbols;
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly int[] _words;
    private readonly Dictionary<uint, Pair> _pairs = [];
    private readonly PriorityQueue<uint, (long Count, uint Pair)> _queue = new(Comparer<(long Count, uint Pair)>.Create((one, other) =>
        one.Count != other.Count ? other.Count.CompareTo(one.Count) : one.Pair.CompareTo(other.Pair)));

    public BytePairTrainer(WordCounts words)
    {
        var (bytes, starts, counts) = words.Flat();
        _symbols = Array.ConvertAll(bytes, value => (ushort)value);
        _starts = starts;
        _words = counts;
        _lengths = new int[counts.Length];
        for (var word = 0; word < counts.Length; word++)
            _lengths[word] = starts[word + 1] - starts[word];
    }

    /// <param name="most">Tokens wanted, the 256 bytes included, at most 65,536; fewer are learnt when no pair occurs <paramref name="least"/> times.</param>
    public LearntPairs Learn(int most, int least = 2, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, ushort.MaxValue + 1);
        Count();
        var learnt = new LearntPairs();
        while (learnt.Tokens.Count < most && _queue.TryDequeue(out var pair, out var rank))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_pairs.TryGetValue(pair, out var found) || found.Count < least)
                continue;
            if (found.Count != rank.Count)
            {
                _queue.Enqueue(pair, (found.Count, pair)); // it was counted down since
                continue;
            }

            _pairs.Remove(pair);
            var (left, right) = ((ushort)(pair >> 16), (ushort)pair);
            Join(left, right, (ushort)learnt.Add(left, right), found.Words);
        }

        return learnt;
    }

    private void Count()
    {
        for (var word = 0; word < _words.Length; word++)
            for (int at = _starts[word], end = at + _lengths[word] - 1; at < end; at++)
                Change(_symbols[at], _symbols[at + 1], _words[word], word);
        foreach (var (pair, found) in _pairs)
            _queue.Enqueue(pair, (found.Count, pair));
    }

    /// <summary>Joins the pair in every word that has it, from the left, and counts what its neighbours gain and lose.</summary>
    private void Join(ushort left, ushort right, ushort joined, List<int> words)
    {
        var gained = new HashSet<uint>();
        foreach (var word in words)
        {
            var text = _symbols.AsSpan(_starts[word], _lengths[word]);
            var count = _words[word];
            var write = 0;
            for (var read = 0; read < text.Length; write++)
            {
                if (read + 1 >= text.Length || text[read] != left || text[read + 1] != right)
                {
                    text[write] = text[read++];
                    continue;
                }

                if (write > 0)
                {
                    Change(text[write - 1], left, -count, word);
                    gained.Add(Change(text[write - 1], joined, count, word));
                }

                if (read + 2 < text.Length)
                {
                    Change(right, text[read + 2], -count, word);
                    gained.Add(Change(joined, text[read + 2], count, word));
                }

                text[write] = joined;
                read += 2;
            }

            _lengths[word] = write;
        }

        foreach (var pair in gained)
            if (_pairs.TryGetValue(pair, out var found) && found.Count > 0)
                _queue.Enqueue(pair, (found.Count, pair));
    }

    private uint Change(ushort left, ushort right, int by, int word)
    {
        var pair = ((uint)left << 16) | right;
        ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out var known);
        if (!known)
            found = new Pair();
        found!.Count += by;
        if (by > 0 && (found.Words.Count == 0 || found.Words[^1] != word))
            found.Words.Add(word);
        return pair;
    }

    private sealed class Pair
    {
        public long Count { get; set; }

        /// <summary>Every word that has the pair now, and some that had it.</summary>
        public List<int> Words { get; } = [];
    }
}
