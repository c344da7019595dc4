using Platform.Model.Tokenization.BytePairs;

namespace Platform.Model.Tokenization.Training;

/// <summary>A vocabulary: the 256 bytes, then what merges make of them, and the merges in their order.</summary>
internal sealed class LearntPairs
{
    private readonly List<string> _tokens = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharOf((byte)value).ToString())];
    private readonly Dictionary<string, int> _ids;
    private readonly List<(int Left, int Right)> _merges = [];

    public LearntPairs() => _ids = _tokens.Select((token, id) => (token, id)).ToDictionary(one => one.token, one => one.id, StringComparer.Ordinal);

    /// <summary>By id, written in <see cref="ByteAlphabet"/>.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    public IReadOnlyList<(int Left, int Right)> Merges => _merges;

    /// <returns>The id of what the two become: a new one, unless another merge makes the same bytes already.</returns>
    public int Add(int left, int right)
    {
        _merges.Add((left, right));
        var token = _tokens[left] + _tokens[right];
        if (_ids.TryAdd(token, _tokens.Count))
            _tokens.Add(token);
        return _ids[token];
    }
}
