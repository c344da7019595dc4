using System.Numerics;
using System.Runtime.InteropServices;

namespace Platform.Model.Generation;

/// <summary>Finds thresholds in a vocabulary's worth of numbers without sorting them.</summary>
internal static class Selection
{
    /// <returns>The <paramref name="k"/>-th largest of the values (k from 1). Reorders them.</returns>
    public static float KthLargest(Span<float> values, int k)
    {
        var (from, to, rank) = (0, values.Length - 1, k - 1);
        while (from < to)
        {
            var pivot = MedianOfThree(values[from], values[(from + to) / 2], values[to]);
            var (low, high) = (from, to);
            while (low <= high)
            {
                while (values[low] > pivot)
                    low++;
                while (values[high] < pivot)
                    high--;
                if (low <= high)
                {
                    (values[low], values[high]) = (values[high], values[low]);
                    low++;
                    high--;
                }
            }

            if (rank <= high)
                to = high;
            else if (rank >= low)
                from = low;
            else
                break;
        }

        return values[rank];
    }

    /// <summary>The largest key that is still needed so that the smallest keys together weigh <paramref name="target"/>.</summary>
    /// <param name="keys">Not changed.</param>
    /// <param name="order">Work space of the same length.</param>
    public static float KeyAtMass(ReadOnlySpan<float> keys, ReadOnlySpan<float> weights, double target, Span<int> order)
    {
        for (var i = 0; i < order.Length; i++)
            order[i] = i;

        var (from, to, before) = (0, order.Length - 1, 0.0);
        while (from < to)
        {
            var pivot = MedianOfThree(keys[order[from]], keys[order[(from + to) / 2]], keys[order[to]]);
            var (low, high) = (from, to);
            while (low <= high)
            {
                while (keys[order[low]] < pivot)
                    low++;
                while (keys[order[high]] > pivot)
                    high--;
                if (low <= high)
                {
                    (order[low], order[high]) = (order[high], order[low]);
                    low++;
                    high--;
                }
            }

            var smaller = 0.0;
            for (var i = from; i <= high; i++)
                smaller += weights[order[i]];
            if (before + smaller >= target)
            {
                to = high;
                continue;
            }

            before += smaller;
            for (var i = high + 1; i < low; i++) // equal to the pivot
            {
                before += weights[order[i]];
                if (before >= target)
                    return keys[order[i]];
            }

            from = low;
        }

        return keys[order[Math.Min(from, order.Length - 1)]];
    }

    /// <summary>Writes the values that are at least <paramref name="least"/> and their places, in order; skips whole vectors that hold none.</summary>
    /// <returns>How many there are.</returns>
    public static int AtLeast(ReadOnlySpan<float> values, float least, Span<float> kept, Span<int> ids)
    {
        var (count, i, width) = (0, 0, Vector<float>.Count);
        var bound = new Vector<float>(least);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref readonly var vector in vectors)
        {
            if (Vector.GreaterThanOrEqualAny(vector, bound))
                for (var j = i; j < i + width; j++)
                    if (values[j] >= least)
                    {
                        kept[count] = values[j];
                        ids[count++] = j;
                    }

            i += width;
        }

        for (; i < values.Length; i++)
            if (values[i] >= least)
            {
                kept[count] = values[i];
                ids[count++] = i;
            }

        return count;
    }

    /// <summary>The largest values in descending order with their places; of equal ones the first.</summary>
    /// <returns>How many there are: the length of <paramref name="best"/> or fewer. Minus infinity is never taken.</returns>
    public static int Largest(ReadOnlySpan<float> values, Span<float> best, Span<int> ids)
    {
        var (count, i, width) = (0, 0, Vector<float>.Count);
        var least = float.NegativeInfinity;
        foreach (ref readonly var vector in MemoryMarshal.Cast<float, Vector<float>>(values))
        {
            if (Vector.GreaterThanAny(vector, new Vector<float>(least)))
                for (var j = i; j < i + width; j++)
                    if (values[j] > least)
                        least = Insert(values[j], j, best, ids, ref count);
            i += width;
        }

        for (; i < values.Length; i++)
            if (values[i] > least)
                least = Insert(values[i], i, best, ids, ref count);
        return count;
    }

    /// <returns>The value that the next one must exceed.</returns>
    private static float Insert(float value, int id, Span<float> best, Span<int> ids, ref int count)
    {
        var at = count < best.Length ? count++ : count - 1;
        for (; at > 0 && best[at - 1] < value; at--)
            (best[at], ids[at]) = (best[at - 1], ids[at - 1]);
        (best[at], ids[at]) = (value, id);
        return count < best.Length ? float.NegativeInfinity : best[count - 1];
    }

    private static float MedianOfThree(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
