using Microsoft.Extensions.Logging;
using Platform.Model.Architectures;
using Platform.Model.Generation;

namespace Platform.Model.Serving.Scheduling;

/// <summary>Lets a smaller model propose tokens and the model itself check several of them in one step.</summary>
internal sealed class Drafter(IDecoderEngine draft, StepRunner runner, SamplingScratch scratch, FiguresRecorder figures, TimeProvider clock, ILogger logger)
{
    /// <summary>Tokens of a prompt that the draft may compute within one round.</summary>
    private const int MostCatchUp = 512;

    private readonly DraftPace _pace = new();
    private readonly DraftCheck _check = new(scratch);
    private float[] _logits = [];
    private float[] _probabilities = [];
    private SequenceSlice[] _slices = [];
    private bool _broken;

    public BlockPool Pool { get; } = new(draft.Blocks);

    public int BlockTokens => draft.BlockTokens;

    public void TookPlainStep(int batch, TimeSpan took) => _pace.Plain(batch, took);

    /// <summary>Takes all sequences some tokens on, if that is thought to pay.</summary>
    /// <returns>False when a plain step is to be taken.</returns>
    public bool TryRound(IReadOnlyList<(Sequence Sequence, int Count)> decodes)
    {
        if (_broken || decodes.Count == 0 || decodes.Any(part => !part.Sequence.MayBeDrafted || part.Sequence.Count + DraftPace.MostGamma > draft.Config.Context))
            return false;
        var gamma = Math.Min(_pace.Choose(decodes.Count), decodes.Min(part => part.Sequence.Job.MaxTokens - part.Sequence.Generated - 1));
        foreach (var (sequence, _) in decodes)
            if (gamma > 0 && sequence.DraftTable!.Blocks.IsEmpty)
                sequence.DraftTable.Attach(sequence.Tokens.Span);
        if (gamma < 1 || !decodes.All(part => part.Sequence.Table.TryGrow(part.Sequence.Count + gamma) && part.Sequence.DraftTable!.TryGrow(part.Sequence.Count + gamma)))
            return false;

        var before = clock.GetTimestamp();
        try
        {
            Propose(decodes, gamma);
        }
        catch (Exception failure) // whatever a native library throws: the model goes on without its draft
        {
            _broken = true;
            logger.DraftFailed(draft.Name, failure.GetType().Name, failure.StackTrace);
            return false;
        }

        var proposed = clock.GetTimestamp();
        return TryCheck(decodes, gamma, clock.GetElapsedTime(before, proposed));
    }

    private void Propose(IReadOnlyList<(Sequence Sequence, int Count)> decodes, int gamma)
    {
        var vocabulary = draft.Config.VocabularySize;
        Size(ref _slices, decodes.Count);
        Size(ref _logits, decodes.Count * vocabulary);
        Size(ref _probabilities, decodes.Count * gamma * vocabulary);
        CatchUp(decodes);
        for (var place = 0; place < gamma; place++)
        {
            for (var i = 0; i < decodes.Count; i++)
            {
                var sequence = decodes[i].Sequence;
                var start = place == 0 ? sequence.DraftTable!.Computed : sequence.Count + place - 1;
                var tokens = sequence.TokensWith(place)[start..];
                _slices[i] = new SequenceSlice(tokens, start, sequence.DraftTable!.Blocks, tokens.Length - 1);
            }

            draft.Step(_slices.AsSpan(0, decodes.Count), _logits.AsSpan(0, decodes.Count * vocabulary));
            for (var i = 0; i < decodes.Count; i++)
            {
                var sequence = decodes[i].Sequence;
                var token = DraftCheck.Propose(sequence.Sampler, sequence.Job.Request.Sampling, _logits.AsSpan(i * vocabulary, vocabulary), sequence.Count + place, Probabilities(i, place, gamma), scratch);
                sequence.Propose(place, token);
            }
        }
    }

    /// <summary>Computes what the draft has not seen of the prompts, but for the last part.</summary>
    private void CatchUp(IReadOnlyList<(Sequence Sequence, int Count)> decodes)
    {
        foreach (var (sequence, _) in decodes)
        {
            var table = sequence.DraftTable!;
            while (sequence.Count - table.Computed > MostCatchUp)
            {
                var part = sequence.Tokens.Slice(table.Computed, MostCatchUp);
                draft.Step([new SequenceSlice(part, table.Computed, table.Blocks, part.Length)], []);
                table.Advance(table.Computed + part.Length, sequence.Tokens.Span);
            }
        }
    }

    /// <returns>False when the model failed at it: nothing has changed, and a plain step finds out for whom it fails.</returns>
    private bool TryCheck(IReadOnlyList<(Sequence Sequence, int Count)> decodes, int gamma, TimeSpan drafting)
    {
        for (var i = 0; i < decodes.Count; i++)
        {
            var sequence = decodes[i].Sequence;
            var start = sequence.Table.Computed;
            _slices[i] = new SequenceSlice(sequence.TokensWith(gamma)[start..], start, sequence.Table.Blocks, 0, sequence.Adapter);
        }

        var vocabulary = draft.Config.VocabularySize;
        var rows = runner.Logits(decodes.Count * (gamma + 1));
        var before = clock.GetTimestamp();
        if (runner.Step(_slices.AsSpan(0, decodes.Count), rows) is not null)
            return false;
        var (accepted, tokens) = (0, 0);
        for (var i = 0; i < decodes.Count; i++)
        {
            var sequence = decodes[i].Sequence;
            var count = sequence.Count;
            var stood = Judge(sequence, rows.Slice(i * (gamma + 1) * vocabulary, (gamma + 1) * vocabulary), i, gamma);
            accepted += stood;
            tokens += sequence.Count - count;
            figures.Drafted(gamma, stood);
            if (!sequence.HasEnded)
                sequence.DraftTable!.Advance(Math.Min(count + gamma - 1, sequence.Count - 1), sequence.Tokens.Span);
        }

        _pace.Round(decodes.Count, gamma, drafting, clock.GetElapsedTime(before), decodes.Count * gamma, accepted, tokens);
        return true;
    }

    /// <returns>How many proposals stood.</returns>
    private int Judge(Sequence sequence, Span<float> rows, int index, int gamma)
    {
        var (vocabulary, options) = (draft.Config.VocabularySize, sequence.Job.Request.Sampling);
        var proposals = sequence.TokensWith(gamma)[sequence.Count..];
        try
        {
            for (var place = 0; place < gamma; place++)
            {
                var row = rows.Slice(place * vocabulary, vocabulary);
                var (token, stands) = _check.Judge(sequence.Sampler, options, row, Probabilities(index, place, gamma), proposals.Span[place], sequence.Count);
                sequence.Table.Advance(sequence.Count, sequence.Tokens.Span);
                sequence.Hear(token, runner.Now());
                if (!stands || sequence.HasEnded)
                    return stands ? place + 1 : place;
            }
        }
        catch (Exception failure) // as where one token is chosen
        {
            runner.NoTokenChosen(sequence, failure);
            return 0;
        }

        sequence.Table.Advance(sequence.Count, sequence.Tokens.Span);
        runner.Choose(sequence, rows[^vocabulary..]);
        return gamma;
    }

    private Span<float> Probabilities(int index, int place, int gamma)
    {
        var vocabulary = draft.Config.VocabularySize;
        return _probabilities.AsSpan((index * gamma + place) * vocabulary, vocabulary);
    }

    private static void Size<T>(ref T[] array, int length)
    {
        if (array.Length < length)
            array = new T[length];
    }
}
