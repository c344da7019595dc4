namespace Platform.Model.Generation;

/// <summary>Work space for one thread that samples: grown once to the vocabulary, then used again.</summary>
internal sealed class SamplingScratch
{
    private float[] _weights = [];
    private float[] _keys = [];
    private float[] _raw = [];
    private int[] _ids = [];
    private int[] _order = [];

    /// <summary>Weights of the candidates, in the order of their ids.</summary>
    public Span<float> Weights(int count) => Sized(ref _weights, count);

    public Span<float> Keys(int count) => Sized(ref _keys, count);

    /// <summary>The logits as the model gave them, where they are changed before a token is chosen.</summary>
    public Span<float> Raw(int count) => Sized(ref _raw, count);

    public Span<int> Ids(int count) => Sized(ref _ids, count);

    public Span<int> Order(int count) => Sized(ref _order, count);

    private static Span<T> Sized<T>(ref T[] array, int count)
    {
        if (array.Length < count)
            array = new T[count];
        return array.AsSpan(0, count);
    }
}
