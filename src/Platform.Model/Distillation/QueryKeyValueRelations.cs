using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Distillation;

/// <summary>How differently two networks relate the tokens of a text by their queries, keys and values: a third each.</summary>
internal static class QueryKeyValueRelations
{
    /// <param name="taught">Queries, keys and values of each of the teacher's layers, shape (B, T, heads, D).</param>
    /// <param name="mask">Shape (B or 1, T, T), true where a token may look.</param>
    /// <param name="heads">Relation heads: the only size that must agree.</param>
    /// <returns>Nats, summed over tokens.</returns>
    public static Tensor Of(Tensor[] taught, int teacherLayer, Tensor[] learned, int studentLayer, Tensor mask, int heads)
    {
        var sum = zeros(1);
        for (var kind = 0; kind < 3; kind++)
            sum += (Tensor)DistillScript.Unit.invoke("relations", taught[3 * teacherLayer + kind], learned[3 * studentLayer + kind], mask, heads)!;
        return sum.div(KeptScalars.Of(3)).squeeze();
    }
}
