using Platform.Model.Architectures;
using Platform.Model.Generation;

namespace Platform.Model.Evaluation.Running;

/// <summary>How likely a model finds texts, in nats.</summary>
internal sealed class Likelihood(EvaluatedModel model)
{
    private const int StepTokens = 2048;
    private const int MostLogits = 1 << 24; // 64 MB
    private readonly int _vocabulary = model.Engine.Config.VocabularySize;
    private float[] _logits = [];

    private int StepRows => Math.Max(1, MostLogits / _vocabulary);

    /// <summary>
    /// Sum of the log-probabilities of each text. A text longer than the context is read in windows that overlap by half, and each
    /// token is scored once, with at least half a context before it.
    /// </summary>
    public double[] Of(IReadOnlyList<ScoredText> texts, CancellationToken cancellationToken)
    {
        var sums = new double[texts.Count];
        var batch = new List<Window>();
        foreach (var window in texts.SelectMany(Windows))
        {
            if (batch.Count > 0 && (batch.Sum(one => one.Inputs) + window.Inputs > StepTokens || batch.Sum(one => one.Rows) + window.Rows > StepRows))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Run(batch, sums);
                batch.Clear();
            }

            batch.Add(window);
        }

        if (batch.Count > 0)
            Run(batch, sums);
        return sums;
    }

    /// <summary>Sum of the log-probabilities of each option after a prompt that is read once. A prompt that is too long loses its beginning.</summary>
    /// <param name="options">Token ids, none empty.</param>
    public double[] OfOptions(int[] prompt, IReadOnlyList<int[]> options, CancellationToken cancellationToken)
    {
        var most = model.Context - options.Max(option => option.Length);
        if (prompt.Length > most)
            prompt = prompt[^most..];
        var size = model.Engine.BlockTokens;
        var shared = (prompt.Length - 1) / size * size; // whole blocks only, which nobody writes to any more
        int[] blocks = [.. Enumerable.Range(0, shared / size)];
        Read(prompt.AsMemory(0, shared), blocks, firstRow: shared, []);

        var sums = new double[options.Count];
        var batch = new List<(int Option, int[] Tokens)>();
        var (free, tokens) = (blocks.Length, 0);
        for (var at = 0; at < options.Count; at++)
        {
            int[] sequence = [.. prompt.AsSpan(shared), .. options[at]];
            if (batch.Count > 0 && (tokens + sequence.Length > StepTokens || (free + Blocks(sequence.Length)) > model.Engine.Blocks || (tokens + sequence.Length) > StepRows))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Flush();
            }

            batch.Add((at, sequence));
            (free, tokens) = (free + Blocks(sequence.Length), tokens + sequence.Length);
        }

        Flush();
        return sums;

        void Flush()
        {
            var next = blocks.Length;
            var slices = new List<SequenceSlice>();
            foreach (var (_, sequence) in batch)
            {
                var own = Enumerable.Range(next, Blocks(sequence.Length)).ToArray();
                next += own.Length;
                slices.Add(new SequenceSlice(sequence.AsMemory(0, sequence.Length - 1), shared, (int[])[.. blocks, .. own], prompt.Length - 1 - shared));
            }

            var logits = Step(slices);
            var row = 0;
            foreach (var (option, sequence) in batch)
                foreach (var id in sequence.AsSpan(prompt.Length - shared))
                    sums[option] += LogProbability(logits.Slice(row++ * _vocabulary, _vocabulary), id);
            batch.Clear();
            (free, tokens) = (blocks.Length, 0);
        }
    }

    private IEnumerable<Window> Windows(ScoredText text, int number)
    {
        for (var (start, from) = (0, text.From); from < text.Ids.Length; start += model.Context / 2)
        {
            var end = Math.Min(text.Ids.Length, start + model.Context);
            if (end <= from)
                continue;
            yield return new Window(number, text.Ids, start, from, end);
            from = end;
        }
    }

    private void Run(List<Window> batch, double[] sums)
    {
        if (batch is [var only] && (only.Inputs > StepTokens || only.Rows > StepRows))
        {
            sums[only.Text] += Read(only.Ids.AsMemory(only.Start, only.Inputs), [.. Enumerable.Range(0, Blocks(only.Inputs))], only.From - only.Start - 1, only.Ids.AsSpan(only.From, only.End - only.From));
            return;
        }

        var next = 0;
        var slices = new List<SequenceSlice>();
        foreach (var window in batch)
        {
            var blocks = Enumerable.Range(next, Blocks(window.Inputs)).ToArray();
            next += blocks.Length;
            slices.Add(new SequenceSlice(window.Ids.AsMemory(window.Start, window.Inputs), 0, blocks, window.From - window.Start - 1));
        }

        var logits = Step(slices);
        var row = 0;
        foreach (var window in batch)
            foreach (var id in window.Ids.AsSpan(window.From, window.End - window.From))
                sums[window.Text] += LogProbability(logits.Slice(row++ * _vocabulary, _vocabulary), id);
    }

    /// <summary>One sequence from its beginning, in parts that a step can hold.</summary>
    private double Read(ReadOnlyMemory<int> inputs, int[] blocks, int firstRow, ReadOnlySpan<int> wanted)
    {
        var (sum, scored) = (0.0, 0);
        var part = Math.Min(StepTokens, StepRows);
        for (var start = 0; start < inputs.Length; start += part)
        {
            var length = Math.Min(part, inputs.Length - start);
            var from = Math.Clamp(firstRow - start, 0, length);
            var logits = Step([new SequenceSlice(inputs.Slice(start, length), start, blocks, from)]);
            for (var row = 0; row < length - from; row++)
                sum += LogProbability(logits.Slice(row * _vocabulary, _vocabulary), wanted[scored++]);
        }

        return sum;
    }

    private Span<float> Step(List<SequenceSlice> slices)
    {
        var size = slices.Sum(slice => slice.WantedRows) * _vocabulary;
        if (_logits.Length < size)
            _logits = new float[size];
        model.Engine.Step([.. slices], _logits.AsSpan(0, size));
        return _logits.AsSpan(0, size);
    }

    private static double LogProbability(ReadOnlySpan<float> row, int id) => row[id] - TokenScores.Normalizer(row);

    private int Blocks(int tokens) => (tokens + model.Engine.BlockTokens - 1) / model.Engine.BlockTokens;

    /// <summary>Tokens From … End - 1 are scored, read from Start on.</summary>
    private readonly record struct Window(int Text, int[] Ids, int Start, int From, int End)
    {
        /// <summary>The last token is foretold, not read.</summary>
        public int Inputs => End - Start - 1;

        public int Rows => End - From;
    }
}
