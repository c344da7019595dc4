using System.Numerics.Tensors;

namespace Platform.Model.Serving;

internal static class VectorShape
{
    /// <returns>The first numbers of the vector, made of length 1.</returns>
    public static float[] Unit(float[] vector, int? dimensions)
    {
        var part = vector.AsSpan(0, dimensions ?? vector.Length);
        var length = TensorPrimitives.Norm<float>(part);
        var unit = new float[part.Length];
        TensorPrimitives.Divide(part, length > 0 ? length : 1, unit);
        return unit;
    }
}
