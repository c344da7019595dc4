using Platform.Model.Architectures;

namespace Platform.Model.Evaluation.Running;

/// <summary>A text as the mean of its tokens' states after the last layer.</summary>
internal sealed class TextStates(EvaluatedModel model)
{
    private const int StepTokens = 1024;

    /// <param name="ids">Cut to the context at their end.</param>
    public float[] Of(int[] ids)
    {
        var width = model.Engine.Config.Width;
        ids = ids.Length > model.Context ? ids[..model.Context] : ids;
        int[] blocks = [.. Enumerable.Range(0, (ids.Length + model.Engine.BlockTokens - 1) / model.Engine.BlockTokens)];
        var mean = new float[width];
        for (var start = 0; start < ids.Length; start += StepTokens)
        {
            var part = ids.AsMemory(start, Math.Min(StepTokens, ids.Length - start));
            var states = new float[part.Length * width];
            model.Engine.Hidden([new SequenceSlice(part, start, blocks, 0)], states);
            for (var row = 0; row < part.Length; row++)
                System.Numerics.Tensors.TensorPrimitives.Add(mean, states.AsSpan(row * width, width), mean);
        }

        System.Numerics.Tensors.TensorPrimitives.Divide(mean, ids.Length, mean);
        return mean;
    }
}
