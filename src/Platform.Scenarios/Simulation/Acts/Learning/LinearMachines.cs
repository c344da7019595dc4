namespace Platform.Scenarios.Simulation.Acts.Learning;

/// <summary>One logistic machine for each label over hashed features; several labels may hold at once.</summary>
/// <remarks>Weighted logistic loss with an L2 penalty, averaged AdaGrad (Duchi et al. 2011); the same data gives the same machine.</remarks>
public sealed class LinearMachines
{
    private readonly float[][] _weights; // label by slot; the slot after the last is the bias

    private LinearMachines(IReadOnlyList<string> labels, float[][] weights) => (Labels, _weights) = (labels, weights);

    public IReadOnlyList<string> Labels { get; }

    /// <summary>For each label its machine, slot by slot; the slot after the last is the bias.</summary>
    internal IReadOnlyList<float[]> Weights => _weights;

    /// <summary>Machines that were trained before.</summary>
    internal static LinearMachines Of(IReadOnlyList<string> labels, float[][] weights) => new(labels, weights);

    /// <param name="examples">Each with the labels that hold.</param>
    /// <param name="balance">0: every example counts the same; 1: rare labels count as much as frequent ones.</param>
    public static LinearMachines Train(
        IReadOnlyList<((int[] Indices, float[] Values) Vector, IReadOnlyCollection<string> Labels)> examples, IReadOnlyList<string> labels,
        int passes = 12, float rate = 0.5f, float penalty = 2e-5f, double balance = 0.5)
    {
        var weights = new float[labels.Count][];
        Parallel.For(0, labels.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, label =>
            weights[label] = TrainOne(examples, labels[label], passes, rate, penalty, balance));
        return new LinearMachines(labels, weights);
    }

    /// <summary>Chance of each label, from 0 to 1.</summary>
    public double[] Chances((int[] Indices, float[] Values) vector) => Array.ConvertAll(_weights, machine => (double)Sigmoid(Score(machine, vector)));

    private static float[] TrainOne(
        IReadOnlyList<((int[] Indices, float[] Values) Vector, IReadOnlyCollection<string> Labels)> examples, string label, int passes, float rate, float penalty, double balance)
    {
        var machine = new float[Features.Slots + 1];
        var squares = new float[Features.Slots + 1];
        var holds = examples.Select(example => example.Labels.Contains(label, StringComparer.Ordinal)).ToArray();
        var positive = Math.Max(holds.Count(held => held), 1);
        var heavier = (float)Math.Pow((double)Math.Max(examples.Count - positive, 1) / positive, balance);
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(17);
        for (var pass = 0; pass < passes; pass++)
        {
            random.Shuffle(order);
            foreach (var i in order)
            {
                var vector = examples[i].Vector;
                var slope = (Sigmoid(Score(machine, vector)) - (holds[i] ? 1f : 0f)) * (holds[i] ? heavier : 1f);
                for (var k = 0; k < vector.Indices.Length; k++)
                    Step(machine, squares, vector.Indices[k], (slope * vector.Values[k]) + (penalty * machine[vector.Indices[k]]), rate);
                Step(machine, squares, Features.Slots, slope * 0.3f, rate);
            }
        }

        return machine;
    }

    private static void Step(float[] machine, float[] squares, int slot, float slope, float rate)
    {
        squares[slot] += slope * slope;
        machine[slot] -= rate * slope / (MathF.Sqrt(squares[slot]) + 1e-6f);
    }

    private static float Score(float[] machine, (int[] Indices, float[] Values) vector)
    {
        var sum = machine[Features.Slots];
        for (var k = 0; k < vector.Indices.Length; k++)
            sum += machine[vector.Indices[k]] * vector.Values[k];
        return sum;
    }

    private static float Sigmoid(float score) => 1 / (1 + MathF.Exp(-score));
}
