using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>Which entry a question means: one linear machine for each entry over the n-grams of its questions.</summary>
/// <remarks>
/// Squared hinge loss by dual coordinate descent: Hsieh et al. 2008, "A Dual Coordinate Descent Method for Large-scale
/// Linear SVM", algorithm 1. Weights lie n-gram by n-gram, so that a question touches only the rows of its own n-grams.
/// </remarks>
internal sealed class IntentClassifier
{
    private const int MostPasses = 15;
    private const float Tolerance = 0.1f;

    private readonly float[] _weights; // n-gram * classes + class; the row after the last n-gram holds the biases

    private IntentClassifier(float[] weights, int classes) => (_weights, Classes) = (weights, classes);

    public int Classes { get; }

    /// <param name="labels">The class of each question, from 0.</param>
    /// <param name="features">Number of n-grams in the vocabulary.</param>
    public static IntentClassifier Train(
        IReadOnlyList<QuestionVector> questions, IReadOnlyList<int> labels, int classes, int features, float cost,
        CancellationToken cancellationToken)
    {
        var weights = new float[(features + 1) * classes];
        Parallel.For(0, classes, new ParallelOptions { CancellationToken = cancellationToken }, label =>
        {
            var machine = TrainOne(questions, labels, label, features, cost);
            for (var feature = 0; feature <= features; feature++) weights[(feature * classes) + label] = machine[feature];
        });

        return new IntentClassifier(weights, classes);
    }

    /// <summary>Distance from each class's border: about 1 well inside, about -1 well outside.</summary>
    public void Score(QuestionVector question, Span<float> scores)
    {
        _weights.AsSpan(^Classes..).CopyTo(scores);
        for (var i = 0; i < question.Indices.Length; i++)
        {
            var row = _weights.AsSpan(question.Indices[i] * Classes, Classes);
            TensorPrimitives.MultiplyAdd(row, question.Values[i], scores, scores);
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Classes);
        writer.Write(_weights.Length);
        writer.Write(MemoryMarshal.AsBytes(_weights.AsSpan()));
    }

    public static IntentClassifier Read(BinaryReader reader)
    {
        var classes = reader.ReadInt32();
        var weights = new float[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
        return new IntentClassifier(weights, classes);
    }

    private static float[] TrainOne(IReadOnlyList<QuestionVector> questions, IReadOnlyList<int> labels, int label, int features, float cost)
    {
        var machine = new float[features + 1];
        var alphas = new float[questions.Count];
        var active = Enumerable.Range(0, questions.Count).ToArray();
        var activeCount = active.Length;
        var random = new Random(label);
        var diagonal = 0.5f / cost;
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var worst = 0f;
            random.Shuffle(active.AsSpan(0, activeCount));
            for (var position = 0; position < activeCount; position++)
            {
                var i = active[position];
                var question = questions[i];
                var sign = labels[i] == label ? 1f : -1f;
                var gradient = (sign * Dot(machine, question)) - 1 + (alphas[i] * diagonal);
                if (alphas[i] == 0 && gradient > 0)
                {
                    // Far on the right side: not looked at again until the rest has settled.
                    if (gradient > Tolerance && pass > 0)
                    {
                        activeCount--;
                        (active[position], active[activeCount]) = (active[activeCount], active[position]);
                        position--;
                    }

                    continue;
                }

                worst = Math.Max(worst, Math.Abs(gradient));
                var former = alphas[i];
                alphas[i] = Math.Max(former - (gradient / (SquaredLength(question) + diagonal)), 0);
                Add(machine, question, (alphas[i] - former) * sign);
            }

            if (worst > Tolerance) continue;
            if (activeCount == active.Length) break;
            activeCount = active.Length;
        }

        return machine;
    }

    private static float SquaredLength(QuestionVector question) => question.Indices.Length == 0 ? 1 : 2; // unit vector and bias

    private static float Dot(float[] machine, QuestionVector question)
    {
        var sum = machine[^1];
        var values = question.Values;
        var indices = question.Indices;
        for (var i = 0; i < indices.Length; i++) sum += machine[indices[i]] * values[i];
        return sum;
    }

    private static void Add(float[] machine, QuestionVector question, float factor)
    {
        machine[^1] += factor;
        var values = question.Values;
        var indices = question.Indices;
        for (var i = 0; i < indices.Length; i++) machine[indices[i]] += factor * values[i];
    }
}
