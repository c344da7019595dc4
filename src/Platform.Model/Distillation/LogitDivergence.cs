using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Distillation;

/// <summary>How differently teacher and student foretell the next tokens. A part of the rows at a time, so that the teacher's predictions never exist whole.</summary>
internal static class LogitDivergence
{
    /// <param name="taught">The teacher's last hidden states, shape (N, d of the teacher).</param>
    /// <param name="learned">The student's, shape (N, d).</param>
    /// <param name="beta">0 forward, 1 reverse, between Jensen-Shannon.</param>
    /// <returns>Shape (2): nats of the targets themselves, and the divergence times temperature²; both summed over rows.</returns>
    public static Tensor Of(Tensor taught, Tensor teacherHead, Tensor learned, Tensor studentHead, Tensor targets, double temperature, double beta, int rowsAtOnce)
    {
        var ids = (int)Math.Min(teacherHead.shape[0], studentHead.shape[0]);
        var (first, rest) = beta is > 0 and < 1 ? (Math.Log(beta), Math.Log(1 - beta)) : (0.0, 0.0);
        return (Tensor)DistillScript.Unit.invoke("predictions", taught, teacherHead, learned, studentHead, targets, tensor(new[] { temperature, beta, first, rest }), ids, rowsAtOnce)!;
    }
}
