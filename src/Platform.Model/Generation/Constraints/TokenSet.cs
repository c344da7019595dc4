using System.Numerics.Tensors;

namespace Platform.Model.Generation.Constraints;

/// <summary>Some tokens: a list while they are few, a bit for each token of the vocabulary when they are many.</summary>
internal sealed class TokenSet(int words)
{
    private List<int>? _few = [];
    private ulong[]? _many;

    /// <summary>What it takes, about.</summary>
    public long Bytes => 64 + (_few is null ? sizeof(ulong) * (long)words : sizeof(int) * (long)_few.Capacity);

    public bool IsEmpty => _few is { Count: 0 };

    public void Add(int token)
    {
        if (_few is not null && _few.Count < words)
        {
            _few.Add(token);
            return;
        }

        if (_many is null)
        {
            _many = new ulong[words];
            AddTo(_many);
            _few = null;
        }

        _many[token >> 6] |= 1UL << token;
    }

    public void AddTo(Span<ulong> mask)
    {
        if (_few is null)
        {
            TensorPrimitives.BitwiseOr(mask[..words], _many, mask);
            return;
        }

        foreach (var token in _few)
            mask[token >> 6] |= 1UL << token;
    }
}
