using System.Numerics.Tensors;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>Embeddings scaled to length one, so that a dot product is a cosine.</summary>
internal static class UnitVectors
{
    public static float[][] Of(IQuestionEncoder encoder, IReadOnlyList<string> texts)
    {
        var vectors = encoder.Encode(texts);
        if (vectors.Length != texts.Count)
            throw new InvalidOperationException($"Encoder '{encoder.Name}' gave {vectors.Length} vectors for {texts.Count} texts; one for each is needed.");

        foreach (var vector in vectors)
        {
            var length = TensorPrimitives.Norm<float>(vector);
            if (length > 0 && float.IsFinite(length)) TensorPrimitives.Divide(vector, length, vector);
            else Array.Clear(vector);
        }

        return vectors;
    }

    /// <returns>0 for vectors of different lengths: an encoder that changed its width knows nothing of the old vectors.</returns>
    public static float Cosine(float[] left, float[] right) =>
        left.Length == right.Length && left.Length > 0 ? TensorPrimitives.Dot<float>(left, right) : 0;
}
