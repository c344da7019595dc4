using System.Text;

namespace Platform.Model.Tokenization.BytePairs;

/// <summary>Learns the merges of a byte-level vocabulary from words and how often each occurs.</summary>
/// <remarks>Source: Sennrich et al. 2016, arXiv:1508.07909, over bytes. The commonest pair is joined first; of equally common ones the one with the smaller ids, so that a corpus gives one vocabulary.</remarks>
internal sealed class BytePairTrainer
{
    private readonly List<byte[]> _tokens = [.. Enumerable.Range(0, 256).Select(value => new[] { (byte)value })];
    private readonly List<int[]> _words = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<long, long> _pairs = [];
    private readonly Dictionary<long, List<int>> _places = []; // pair to words that may hold it
    private readonly PriorityQueue<long, (long Count, long Pair)> _queue = new(Comparer<(long Count, long Pair)>.Create((one, other) => one.Count != other.Count ? other.Count.CompareTo(one.Count) : one.Pair.CompareTo(other.Pair)));
    private readonly int _longest;

    /// <param name="longest">Most bytes of a token.</param>
    public BytePairTrainer(int longest = 24) => _longest = longest;

    /// <summary>Bytes of each token, in the order of their ids: 256 single bytes, then what the merges made.</summary>
    public IReadOnlyList<byte[]> Tokens => _tokens;

    public void Add(string word, long count)
    {
        var symbols = Array.ConvertAll(Encoding.UTF8.GetBytes(word), value => (int)value);
        for (var at = 0; at + 1 < symbols.Length; at++)
            Count(Key(symbols[at], symbols[at + 1]), count, _words.Count);
        _words.Add(symbols);
        _counts.Add(count);
    }

    /// <param name="size">Tokens wanted in all, the single bytes among them.</param>
    /// <returns>The pairs of ids that were joined, first to last; fewer when the words hold no more.</returns>
    public List<(int Left, int Right)> Learn(int size, CancellationToken cancellationToken)
    {
        foreach (var (pair, count) in _pairs)
            _queue.Enqueue(pair, (count, pair));
        var merges = new List<(int Left, int Right)>();
        while (_tokens.Count < size && _queue.TryDequeue(out var pair, out var rank))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = _pairs.GetValueOrDefault(pair);
            if (count != rank.Count)
            {
                if (count > 0)
                    _queue.Enqueue(pair, (count, pair)); // it has lost some since it was queued
                continue;
            }

            if (count < 2)
                break;
            var (left, right) = ((int)(pair >> 32), (int)pair);
            if (_tokens[left].Length + _tokens[right].Length > _longest)
                continue;
            _tokens.Add([.. _tokens[left], .. _tokens[right]]);
            merges.Add((left, right));
            Join(pair, left, right, _tokens.Count - 1);
        }

        return merges;
    }

    private void Join(long pair, int left, int right, int joined)
    {
        _places.Remove(pair, out var places);
        var grown = new HashSet<long>();
        foreach (var place in places ?? [])
            JoinIn(place, left, right, joined, grown);
        _pairs.Remove(pair);
        foreach (var made in grown)
            _queue.Enqueue(made, (_pairs[made], made));
    }

    /// <summary>Only the pairs beside a join change: <c>x left right y</c> loses (x, left) and (right, y) and gains (x, joined) and (joined, y).</summary>
    private void JoinIn(int place, int left, int right, int joined, HashSet<long> grown)
    {
        var (word, count, to) = (_words[place], _counts[place], 0);
        for (var at = 0; at < word.Length; at++)
        {
            if (at + 1 == word.Length || word[at] != left || word[at + 1] != right)
            {
                word[to++] = word[at]; // never overtakes what is read
                continue;
            }

            if (to > 0)
                Replace(Key(word[to - 1], left), Key(word[to - 1], joined));
            if (at + 2 < word.Length)
                Replace(Key(right, word[at + 2]), Key(joined, word[at + 2]));
            word[to++] = joined;
            at++;
        }

        if (to < word.Length)
            _words[place] = word[..to];

        void Replace(long lost, long gained)
        {
            if (_pairs.TryGetValue(lost, out var had))
                _pairs[lost] = had - count;
            Count(gained, count, place);
            grown.Add(gained);
        }
    }

    private void Count(long pair, long count, int word)
    {
        _pairs[pair] = _pairs.GetValueOrDefault(pair) + count;
        if (!_places.TryGetValue(pair, out var places))
            _places[pair] = places = [];
        if (places.Count == 0 || places[^1] != word)
            places.Add(word);
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}
