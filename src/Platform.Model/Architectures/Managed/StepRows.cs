using System.Runtime.InteropServices;

namespace Platform.Model.Architectures.Managed;

/// <summary>The rows of one pass through the network: tokens of several sequences one after another, at most as many as the buffers hold.</summary>
internal sealed class StepRows(int capacity)
{
    private readonly List<Part> _parts = [];
    private readonly List<int> _blocks = [];

    /// <summary>Rows in this pass.</summary>
    public int Count { get; private set; }

    /// <summary>Rows whose results are wanted, in order.</summary>
    public List<int> Wanted { get; } = [];

    public int[] Tokens { get; } = new int[capacity];

    public int[] Positions { get; } = new int[capacity];

    /// <summary>Which of <see cref="Parts"/> a row belongs to.</summary>
    public int[] PartOf { get; } = new int[capacity];

    public List<Part> Parts => _parts;

    public bool UseAdapters { get; private set; }

    public bool IsFull => Count == capacity;

    public void Clear()
    {
        _parts.Clear();
        _blocks.Clear();
        Wanted.Clear();
        Count = 0;
        UseAdapters = false;
    }

    /// <summary>Adds tokens of a slice from <paramref name="from"/> on, as many as there is room for.</summary>
    /// <returns>The index of the first token that did not fit, or the slice's length.</returns>
    public int Add(in SequenceSlice slice, int from)
    {
        var taken = Math.Min(slice.Tokens.Length - from, capacity - Count);
        var tokens = slice.Tokens.Span;
        for (var i = 0; i < taken; i++)
        {
            var row = Count + i;
            Tokens[row] = tokens[from + i];
            Positions[row] = slice.Start + from + i;
            PartOf[row] = _parts.Count;
            if (from + i >= slice.LogitsFrom)
                Wanted.Add(row);
        }

        UseAdapters |= slice.Adapter != 0;
        _parts.Add(new Part(Count, taken, _blocks.Count, slice.Adapter));
        var used = (slice.Start + from + taken + PagedKeyValues.BlockTokens - 1) / PagedKeyValues.BlockTokens;
        foreach (var block in slice.Blocks.Span[..used])
            _blocks.Add(block);
        Count += taken;
        return from + taken;
    }

    /// <summary>The pool's block that holds a position of a part's sequence.</summary>
    public int Block(in Part part, int position) => _blocks[part.FirstBlock + (position / PagedKeyValues.BlockTokens)];

    /// <summary>Rows of one sequence.</summary>
    /// <param name="FirstBlock">Where its block table begins.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Part(int FirstRow, int Rows, int FirstBlock, int Adapter);
}
