using System.Diagnostics;
using Platform.Model.Architectures;

namespace Platform.Benchmarks.Model;

/// <summary>Sequences that each grow by one token a step.</summary>
internal sealed class DecodeRun
{
    private readonly IDecoderEngine _engine;
    private readonly int[][] _tables;
    private readonly int[][] _tokens;
    private readonly float[] _logits;
    private readonly SequenceSlice[] _slices;

    public DecodeRun(IDecoderEngine engine, int batch, int mostTokens)
    {
        _engine = engine;
        var blocks = (mostTokens + engine.BlockTokens - 1) / engine.BlockTokens;
        if (blocks * batch > engine.Blocks)
            throw new ArgumentException($"{batch} sequences of {mostTokens} tokens need {blocks * batch} blocks; the pool has {engine.Blocks}.", nameof(mostTokens));
        _tables = [.. Enumerable.Range(0, batch).Select(i => Enumerable.Range(i * blocks, blocks).ToArray())];
        var random = new Random(1);
        _tokens = [.. Enumerable.Range(0, batch).Select(_ => Enumerable.Range(0, mostTokens).Select(_ => random.Next(engine.Config.VocabularySize)).ToArray())];
        _logits = new float[batch * engine.Config.VocabularySize];
        _slices = new SequenceSlice[batch];
    }

    public void Prefill(int tokens)
    {
        for (var i = 0; i < _slices.Length; i++)
            _engine.Step([new SequenceSlice(_tokens[i].AsMemory(0, tokens), 0, _tables[i], tokens)], []);
    }

    /// <returns>Seconds for steps from a position on.</returns>
    public double Steps(int from, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var position = from; position < from + count; position++)
        {
            for (var i = 0; i < _slices.Length; i++)
                _slices[i] = new SequenceSlice(_tokens[i].AsMemory(position, 1), position, _tables[i], 0);
            _engine.Step(_slices, _logits);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
