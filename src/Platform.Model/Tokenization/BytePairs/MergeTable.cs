using System.Numerics;

namespace Platform.Model.Tokenization.BytePairs;

/// <summary>Which two neighbouring tokens become which one, and in which order: a hash table without gaps in memory, because it is asked for every pair of every word.</summary>
internal sealed class MergeTable
{
    private const ulong Empty = ulong.MaxValue;
    private readonly ulong[] _pairs;
    private readonly (int Rank, int Id)[] _results;
    private readonly int _shift;

    public MergeTable(int merges)
    {
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, merges * 2));
        _shift = 64 - BitOperations.Log2(size);
        _pairs = new ulong[size];
        _results = new (int, int)[size];
        Array.Fill(_pairs, Empty);
    }

    /// <summary>A pair that is named twice keeps its later rank, as in the reference implementation.</summary>
    public void Set(int left, int right, int rank, int id)
    {
        var slot = Slot(left, right);
        _pairs[slot] = Pair(left, right);
        _results[slot] = (rank, id);
    }

    public bool TryGet(int left, int right, out int rank, out int id)
    {
        var slot = Slot(left, right);
        (rank, id) = _results[slot];
        return _pairs[slot] != Empty;
    }

    private static ulong Pair(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private int Slot(int left, int right)
    {
        var pair = Pair(left, right);
        var slot = (int)((pair * 0x9E3779B97F4A7C15UL) >> _shift);
        while (_pairs[slot] != pair && _pairs[slot] != Empty)
            slot = (slot + 1) & (_pairs.Length - 1);
        return slot;
    }
}
