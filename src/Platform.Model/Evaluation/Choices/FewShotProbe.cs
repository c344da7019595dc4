using Platform.Model.Evaluation.Reports;
using Platform.Model.Evaluation.Running;

namespace Platform.Model.Evaluation.Choices;

/// <summary>
/// FewCLUE's few-shot protocol with the network left as it is: a linear machine (softmax regression) on the mean state of the prompt,
/// trained on one official fold, the five folds averaged.
/// </summary>
internal static class FewShotProbe
{
    private const int Folds = 5;
    private const int Rounds = 300;
    private const double Rate = 0.3;
    private const double Decay = 1e-3;

    public static Figure Measure(EvaluatedModel model, string task, IReadOnlyList<ChoiceItem> train, IReadOnlyList<ChoiceItem> dev, CancellationToken cancellationToken)
    {
        var states = new TextStates(model);
        var learned = train.Select(item => State(states, model, item, cancellationToken)).ToList();
        var asked = dev.Select(item => State(states, model, item, cancellationToken)).ToList();
        var (mean, scale) = Scale(learned);
        learned.ForEach(state => Standardise(state, mean, scale));
        asked.ForEach(state => Standardise(state, mean, scale));
        var labels = dev.Concat(train).Max(item => item.Right) + 1;
        var folds = Enumerable.Range(0, Folds).Where(fold => train.Any(item => item.Folds.Contains(fold))).ToList();
        var right = new double[dev.Count];
        foreach (var fold in folds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chosen = Enumerable.Range(0, train.Count).Where(i => train[i].Folds.Contains(fold)).ToList();
            var weights = Train([.. chosen.Select(i => learned[i])], [.. chosen.Select(i => train[i].Right)], labels);
            for (var i = 0; i < dev.Count; i++)
                right[i] += Likeliest(weights, asked[i]) == dev[i].Right ? 1.0 / folds.Count : 0;
        }

        return Figure.Of(task, $"few-shot accuracy, linear, {folds.Count} folds", model.Name, dev.Count, items => items.Average(i => right[i]));
    }

    private static float[] State(TextStates states, EvaluatedModel model, ChoiceItem item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return states.Of([model.Boundary, .. model.Tokenizer.Encode(item.Prompt)]);
    }

    private static (float[] Mean, float[] Scale) Scale(List<float[]> states)
    {
        var width = states[0].Length;
        var (mean, scale) = (new float[width], new float[width]);
        for (var i = 0; i < width; i++)
        {
            mean[i] = states.Average(state => state[i]);
            scale[i] = 1 / MathF.Sqrt(states.Average(state => (state[i] - mean[i]) * (state[i] - mean[i])) + 1e-6f);
        }

        return (mean, scale);
    }

    private static void Standardise(float[] state, float[] mean, float[] scale)
    {
        for (var i = 0; i < state.Length; i++)
            state[i] = (state[i] - mean[i]) * scale[i];
    }

    /// <summary>Full gradient steps of a fixed number: the folds have some tens of items.</summary>
    private static float[][] Train(List<float[]> states, List<int> labels, int count)
    {
        var width = states[0].Length;
        var weights = Enumerable.Range(0, count).Select(_ => new float[width + 1]).ToArray();
        var slopes = Enumerable.Range(0, count).Select(_ => new float[width + 1]).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var slope in slopes)
                Array.Clear(slope);
            for (var i = 0; i < states.Count; i++)
            {
                var likely = Probabilities(weights, states[i]);
                for (var label = 0; label < count; label++)
                {
                    var error = likely[label] - (labels[i] == label ? 1 : 0);
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(states[i], error, slopes[label].AsSpan(0, width), slopes[label].AsSpan(0, width));
                    slopes[label][width] += error;
                }
            }

            for (var label = 0; label < count; label++)
                for (var i = 0; i <= width; i++)
                    weights[label][i] -= (float)(Rate / Math.Sqrt(width) * ((slopes[label][i] / states.Count) + (i < width ? Decay * weights[label][i] : 0)));
        }

        return weights;
    }

    private static float[] Probabilities(float[][] weights, float[] state)
    {
        var scores = new float[weights.Length];
        for (var label = 0; label < weights.Length; label++)
            scores[label] = System.Numerics.Tensors.TensorPrimitives.Dot(weights[label].AsSpan(0, state.Length), state) + weights[label][^1];
        System.Numerics.Tensors.TensorPrimitives.SoftMax(scores, scores);
        return scores;
    }

    private static int Likeliest(float[][] weights, float[] state)
    {
        var likely = Probabilities(weights, state);
        return Array.IndexOf(likely, likely.Max());
    }
}
