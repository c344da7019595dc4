using Platform.Model.Architectures;
using Platform.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Distillation;

/// <summary>Gives each half of a student's layers the strength that fits its teacher best: one number by least squares for what is added to the stream.</summary>
internal static class BlockEnergy
{
    private const double Most = 4;

    /// <param name="student">Changed in place.</param>
    /// <param name="projection">From the teacher's stream to the student's.</param>
    /// <param name="map">The teacher's layer for each of the student's.</param>
    public static void Match(DecoderWeights student, TrainedNetwork teacher, Tensor projection, int[] map, TokenBatch batch)
    {
        using var outer = NewDisposeScope();
        var wanted = teacher.States(batch, KeptStates.All, teacher.Config.Layers);
        for (var layer = 0; layer < map.Length; layer++)
            foreach (var (place, weight) in new[] { (2, student.Layers[layer].Output), (5, student.Layers[layer].Down) })
            {
                using var scope = NewDisposeScope();
                using var network = new TrainedNetwork(student, trainable: false); // the halves before have their strength by now
                var got = network.States(batch, KeptStates.All, layer + 1)[layer * 6 + place];
                var strength = (matmul(wanted[map[layer] * 6 + place], projection) * got).sum().item<float>() / got.square().sum().item<float>();
                if (double.IsFinite(strength) && strength > 0)
                    weight.mul_(Math.Clamp(strength, 1 / Most, Most));
            }
    }
}
