using System.Runtime.InteropServices;

namespace Platform.Model.Evaluation.Baselines;

/// <summary>
/// A character 4-gram model with interpolated Kneser-Ney smoothing (Chen and Goodman 1998), one discount an order: what a neural model
/// must beat. It shares nothing with the models it is compared with.
/// </summary>
internal sealed class CharacterModel
{
    public const char End = '\u0003';
    private const int Order = 4;
    private const int CharacterBits = 16;
    private const double Units = 65536; // what is never seen is spread over all UTF-16 units

    private readonly Dictionary<ulong, int>[] _grams = [.. Enumerable.Range(0, Order).Select(_ => new Dictionary<ulong, int>())];
    private readonly Dictionary<ulong, (long Total, int Kinds)>[] _contexts = [.. Enumerable.Range(0, Order).Select(_ => new Dictionary<ulong, (long, int)>())];
    private readonly double[] _discounts = new double[Order];
    private bool _ready;

    public void Learn(string text)
    {
        var window = 0UL;
        foreach (var sign in text)
        {
            window = (window << CharacterBits) | sign;
            CollectionsMarshal.GetValueRefOrAddDefault(_grams[Order - 1], window, out _)++;
        }
    }

    /// <returns>Bits of the whole text.</returns>
    public double Bits(string text)
    {
        if (!_ready)
            Prepare();
        var (bits, window) = (0.0, 0UL);
        foreach (var sign in text)
        {
            window = (window << CharacterBits) | sign;
            bits -= Math.Log2(Probability(window, Order));
        }

        return bits;
    }

    /// <summary>Shorter grams count in how many different contexts they were seen, not how often.</summary>
    private void Prepare()
    {
        for (var order = Order; order > 0; order--)
        {
            var (once, twice) = (0, 0);
            foreach (var (gram, count) in _grams[order - 1])
            {
                (once, twice) = (once + (count == 1 ? 1 : 0), twice + (count == 2 ? 1 : 0));
                ref var context = ref CollectionsMarshal.GetValueRefOrAddDefault(_contexts[order - 1], gram >> CharacterBits, out _);
                context = (context.Total + count, context.Kinds + 1);
                if (order > 1)
                    CollectionsMarshal.GetValueRefOrAddDefault(_grams[order - 2], gram & Mask(order - 1), out _)++;
            }

            _discounts[order - 1] = once == 0 ? 0.5 : once / (once + (2.0 * twice));
        }

        _ready = true;
    }

    private double Probability(ulong window, int order)
    {
        if (order == 0)
            return 1 / Units;
        var gram = window & Mask(order);
        var shorter = Probability(window, order - 1);
        if (!_contexts[order - 1].TryGetValue(gram >> CharacterBits, out var context))
            return shorter;
        var count = _grams[order - 1].GetValueOrDefault(gram);
        var discount = _discounts[order - 1];
        return ((count > 0 ? count - discount : 0) + (discount * context.Kinds * shorter)) / context.Total;
    }

    private static ulong Mask(int order) => order == Order ? ulong.MaxValue : (1UL << (CharacterBits * order)) - 1;
}
