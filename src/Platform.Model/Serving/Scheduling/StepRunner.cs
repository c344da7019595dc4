using Microsoft.Extensions.Logging;
using Platform.Model.Architectures;
using Platform.Model.Generation;
using Platform.Model.Generation.Constraints;

namespace Platform.Model.Serving.Scheduling;

/// <summary>Takes parts of several sequences through the engine at once and chooses the tokens that follow.</summary>
internal sealed class StepRunner(IDecoderEngine engine, SamplingScratch scratch, FiguresRecorder figures, TimeProvider clock, ILogger logger)
{
    private readonly long _start = clock.GetTimestamp();
    private SequenceSlice[] _slices = [];
    private float[] _logits = [];

    /// <summary>Tokens of prompts computed in a second, by the last steps; a guess before the first.</summary>
    public double PrefillRate { get; private set; } = 500;

    /// <summary>Rows of logits that one step may ask for: 32 MB.</summary>
    public int MostRows { get; } = Math.Max(1, (1 << 23) / engine.Config.VocabularySize);

    /// <summary>Lets sequences that decode foresee tokens, as far as the step has room for them.</summary>
    /// <param name="most">Of one sequence.</param>
    /// <param name="stepTokens">Of the whole step.</param>
    /// <returns>How many there are.</returns>
    public int Foresee(IReadOnlyList<(Sequence Sequence, int Count)> parts, int most, int stepTokens)
    {
        var (room, all) = (Math.Min(stepTokens, MostRows) - parts.Count, 0);
        foreach (var (sequence, _) in parts)
        {
            sequence.Foresee(Math.Min(most, room - all));
            all += sequence.Foreseen;
        }

        return all;
    }

    /// <summary>Computes the parts together; if that fails, each by itself, so that only those end that fail alone too.</summary>
    /// <param name="parts">Each sequence once, with how many of its tokens to compute; their blocks are there.</param>
    public void Run(IReadOnlyList<(Sequence Sequence, int Count)> parts)
    {
        if (TryRun(parts) || parts.Count == 1)
            return;
        foreach (var part in parts)
            TryRun([part]);
    }

    /// <summary>Runs a step.</summary>
    /// <returns>What went wrong; null when nothing did.</returns>
    public Exception? Step(ReadOnlySpan<SequenceSlice> slices, Span<float> logits)
    {
        try
        {
            engine.Step(slices, logits);
            return null;
        }
        catch (Exception failure) // whatever a native library throws: the host goes on with the others
        {
            figures.StepFailed();
            logger.StepFailed(engine.Name, slices.Length, failure.GetType().Name, failure.StackTrace);
            return failure;
        }
    }

    private bool TryRun(IReadOnlyList<(Sequence Sequence, int Count)> parts)
    {
        if (_slices.Length < parts.Count)
            _slices = new SequenceSlice[parts.Count];
        var (rows, tokens) = (0, 0);
        for (var i = 0; i < parts.Count; i++)
        {
            var (sequence, count) = parts[i];
            var wanted = RowsOf(sequence, count);
            var computed = sequence.TokensWith(sequence.Foreseen).Slice(sequence.Table.Computed, count + sequence.Foreseen);
            _slices[i] = new SequenceSlice(computed, sequence.Table.Computed, sequence.Table.Blocks, computed.Length - wanted, sequence.Adapter);
            rows += wanted;
            tokens += count;
        }

        var logits = Logits(rows);
        var before = clock.GetTimestamp();
        if (Step(_slices.AsSpan(0, parts.Count), logits) is { } failure)
        {
            if (parts.Count == 1)
                parts[0].Sequence.Finish(FinishReason.Error, $"The model failed while it computed this request ({failure.GetType().Name}). Try again; if it fails each time, look into the log and verify the checkpoint with: model verify FOLDER.");
            return false;
        }

        if (tokens > parts.Count)
            PrefillRate = PrefillRate * 0.7 + tokens / Math.Max(1e-6, clock.GetElapsedTime(before).TotalSeconds) * 0.3;
        var width = engine.Config.VocabularySize;
        foreach (var (sequence, count) in parts)
        {
            var own = logits[..(RowsOf(sequence, count) * width)];
            logits = logits[own.Length..];
            Hear(sequence, count, own, width);
        }

        return true;
    }

    public Span<float> Logits(int rows)
    {
        var length = rows * engine.Config.VocabularySize;
        if (_logits.Length < length)
            _logits = new float[length];
        return _logits.AsSpan(0, length);
    }

    /// <summary>Time since the runner was made: what tokens are stamped with.</summary>
    public TimeSpan Now() => clock.GetElapsedTime(_start);

    /// <summary>Chooses a sequence's next token from its row of logits.</summary>
    public void Choose(Sequence sequence, Span<float> row)
    {
        try
        {
            sequence.Hear(sequence.Choose(row), Now());
        }
        catch (Exception failure) // logits that are no numbers, a form that cannot be kept any further: the other sequences go on
        {
            NoTokenChosen(sequence, failure);
        }
    }

    public void NoTokenChosen(Sequence sequence, Exception failure)
    {
        logger.NoTokenChosen(engine.Name, failure.GetType().Name, failure.StackTrace);
        sequence.Finish(FinishReason.Error, failure is InvalidOperationException or ConstraintException ? failure.Message : $"The model's next token could not be chosen ({failure.GetType().Name}). Try again.");
    }

    private static int RowsOf(Sequence sequence, int count) => sequence.WantsPrompt ? count : count == sequence.ToCompute ? 1 + sequence.Foreseen : 0;

    private void Hear(Sequence sequence, int count, Span<float> rows, int width)
    {
        var (start, whole) = (sequence.Table.Computed, count == sequence.ToCompute);
        if (start < sequence.Job.Prompt.Length)
            figures.Prefilled(Math.Min(count, sequence.Job.Prompt.Length - start));
        sequence.Table.Advance(start + count, sequence.Tokens.Span);
        if (sequence.WantsPrompt)
            sequence.HearPrompt(rows, start, count, scratch);
        if (!whole)
            return;

        sequence.Job.PromptComputed = true;
        if (sequence.Job.MaxTokens == 0)
            sequence.Finish(FinishReason.Length);
        else
            ChooseAll(sequence, rows[^((sequence.Foreseen + 1) * width)..], width);
    }

    /// <summary>Chooses the next token, and after each that was foreseen rightly the one after it: what they follow is computed already.</summary>
    private void ChooseAll(Sequence sequence, Span<float> rows, int width)
    {
        for (var stood = 0; ; stood++)
        {
            var foreseen = stood < sequence.Foreseen ? sequence.TokensWith(1).Span[^1] : -1;
            Choose(sequence, rows.Slice(stood * width, width));
            if (foreseen < 0 || sequence.HasEnded || sequence.Tokens.Span[^1] != foreseen)
            {
                sequence.Foresaw(stood);
                return;
            }

            sequence.Table.Advance(sequence.Count, sequence.Tokens.Span);
        }
    }
}
