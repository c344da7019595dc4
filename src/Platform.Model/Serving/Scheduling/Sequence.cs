using Platform.Model.Generation;
using Platform.Model.Generation.Constraints;
using Platform.Model.Tokenization;

namespace Platform.Model.Serving.Scheduling;

/// <summary>One choice of a request: its tokens, where they are computed, and what was said of them.</summary>
internal sealed class Sequence
{
    private const int FirstForesight = 8;
    private const int MostForesight = 256;

    private readonly FiguresRecorder _figures;
    private readonly TextTokenizer _tokenizer;
    private readonly TextDecoder _decoder;
    private readonly StopTexts _stops;
    private readonly List<TokenInfo> _promptInfos = [];
    private readonly TokenConstraint? _constraint;
    private readonly ulong[] _allowed;
    private int[] _tokens;
    private int _foresight = FirstForesight;
    private double _logProbabilities;
    private TimeSpan _lastToken;

    public Sequence(GenerationJob job, int choice, long seed, LoadedText text, BlockTable table, BlockTable? draftTable, int adapter, SamplingScratch scratch, FiguresRecorder figures)
    {
        (Job, Choice, Table, DraftTable, Adapter, _figures, _tokenizer) = (job, choice, table, draftTable, adapter, figures, text.Tokenizer);
        _decoder = new TextDecoder(text.Tokenizer);
        _stops = new StopTexts(job.Request.Stop);
        _constraint = job.Constraint?.Copy();
        _allowed = _constraint is null ? [] : new ulong[text.MaskWords];
        Ends = text.Tokenizer.EndTokens;
        Sampler = new Sampler(job.Request.Sampling, seed, choice, Ends, scratch);
        Sampler.SeePrompt(job.Prompt);
        _tokens = job.Prompt;
        Count = job.Prompt.Length;
        WantsPrompt = job.Request.PromptLogProbs && choice == 0;
    }

    public GenerationJob Job { get; }

    public int Choice { get; }

    public BlockTable Table { get; }

    /// <summary>Where a draft model has computed it; null where there is none.</summary>
    public BlockTable? DraftTable { get; }

    /// <summary>Tokens may be proposed ahead: nothing but the logits decides on them.</summary>
    public bool MayBeDrafted => DraftTable is not null && Generated > 0 && _constraint is null && Adapter == 0 && !Sampler.IsStateful;

    public int Adapter { get; }

    public Sampler Sampler { get; }

    public IReadOnlySet<int> Ends { get; }

    /// <summary>Prompt and what was generated.</summary>
    public int Count { get; private set; }

    public int Generated => Count - Job.Prompt.Length;

    /// <summary>Tokens before the next one can be chosen; 1 while it decodes.</summary>
    public int ToCompute => Count - Table.Computed;

    /// <summary>Every row of the prompt is wanted, not only the last.</summary>
    public bool WantsPrompt { get; private set; }

    /// <summary>Tokens behind the sequence that its form foresees: the next step computes them with it.</summary>
    public int Foreseen { get; private set; }

    /// <summary>When it began to run, as a counter: the newest is preempted first.</summary>
    public long Turn { get; set; }

    public bool HasEnded { get; private set; }

    public ReadOnlyMemory<int> Tokens => _tokens.AsMemory(0, Count);

    /// <summary>Tokens and so many proposals after them.</summary>
    public ReadOnlyMemory<int> TokensWith(int proposals) => _tokens.AsMemory(0, Count + proposals);

    /// <summary>Puts a proposed token behind the sequence, without making it part of it.</summary>
    public void Propose(int place, int token)
    {
        MakeRoom(Count + place + 1);
        _tokens[Count + place] = token;
    }

    /// <summary>Puts what the form foresees behind the sequence, where there are blocks for it; fewer where the last guesses were wrong.</summary>
    public void Foresee(int most)
    {
        Foreseen = 0;
        most = Math.Min(Math.Min(most, _foresight), Job.MaxTokens - Generated - 1);
        if (_constraint is null || Generated == 0 || most <= 0)
            return;
        var tokens = _constraint.Foreseen();
        var count = Math.Min(most, tokens.Count);
        if (count == 0 || !Table.TryGrow(Count + count))
            return;
        for (var place = 0; place < count; place++)
            Propose(place, tokens[place]);
        Foreseen = count;
    }

    /// <param name="stood">How many of the foreseen tokens were chosen.</param>
    public void Foresaw(int stood)
    {
        if (Foreseen > 0)
            _foresight = stood == Foreseen ? Math.Min(2 * _foresight, MostForesight) : Math.Max(1, stood);
        Foreseen = 0;
    }

    /// <summary>Gives back what is computed; it can be computed again.</summary>
    public void Release()
    {
        Table.Release();
        DraftTable?.Release();
    }

    /// <summary>The other choices wait until the first has the prompt computed, and find it then.</summary>
    public bool MayStart => Choice == 0 || Job.PromptComputed;

    public SampledToken Choose(Span<float> row)
    {
        _constraint?.Allowed(_allowed);
        return Sampler.Next(row, Count, _allowed);
    }

    /// <summary>Takes the log-probabilities of prompt tokens.</summary>
    /// <param name="rows">Logits of the computed tokens from position <paramref name="start"/> on: row i speaks of token start + i + 1.</param>
    public void HearPrompt(Span<float> rows, int start, int count, SamplingScratch scratch)
    {
        var prompt = Job.Prompt;
        if (_promptInfos.Count == 0)
            _promptInfos.Add(Info(new SampledToken(prompt[0], float.NaN, [])));
        for (var i = 0; i < count && start + i + 1 < prompt.Length; i++)
        {
            if (start + i + 1 < _promptInfos.Count)
                continue; // known from before it was preempted
            var row = rows.Slice(i * (rows.Length / count), rows.Length / count);
            var normalizer = TokenScores.Normalizer(row);
            var token = prompt[start + i + 1];
            _promptInfos.Add(Info(new SampledToken(token, row[token] - normalizer, TokenScores.Top(row, normalizer, Job.Request.Sampling.TopLogProbs ?? 0))));
        }

        if (_promptInfos.Count < prompt.Length)
            return;
        WantsPrompt = false;
        Job.Say(new GenerationEvent.Prompt([.. _promptInfos]));
        _promptInfos.Clear();
    }

    /// <summary>Makes a chosen token part of the sequence and tells the caller.</summary>
    public void Hear(SampledToken token, TimeSpan now)
    {
        Append(token.Id);
        Sampler.Accept(token.Id);
        _constraint?.Accept(token.Id);
        _logProbabilities += token.LogProbability;
        _figures.Generated(Generated == 1 ? null : now - _lastToken);
        _lastToken = now;
        Job.FirstToken(_figures);

        if (Ends.Contains(token.Id) && (!Job.Request.Sampling.IgnoreEnd || _constraint is not null))
        {
            Finish(FinishReason.Stop);
            return;
        }

        var text = _stops.Add(_decoder.Add(token.Id));
        Job.Say(new GenerationEvent.Token(Choice, text, [Info(token)]));
        if (_stops.Found is not null || _constraint?.MustEnd == true)
            Finish(FinishReason.Stop);
        else if (Generated >= Job.MaxTokens)
            Finish(FinishReason.Length);
    }

    /// <summary>Ends the sequence; one that has ended stays as it is.</summary>
    public void Finish(FinishReason reason, string? failure = null)
    {
        if (HasEnded)
            return;
        HasEnded = true;
        Job.PromptComputed |= Choice == 0; // whatever became of it: the other choices wait no longer
        Release();
        if (Job.IsCancelled)
        {
            Job.Abandon(_figures);
            return;
        }

        var rest = _stops.Add(_decoder.Finish()) + _stops.Rest();
        if (rest.Length > 0)
            Job.Say(new GenerationEvent.Token(Choice, rest, []));
        Job.Finish(new GenerationEvent.Finished(Choice, reason, _stops.Found, Generated, Generated == 0 ? 0 : _logProbabilities / Generated, failure), _figures);
    }

    private void Append(int token)
    {
        MakeRoom(Count + 1);
        _tokens[Count++] = token;
    }

    private void MakeRoom(int count)
    {
        if (count > _tokens.Length || ReferenceEquals(_tokens, Job.Prompt)) // the prompt is shared with the other choices: copied before it grows
            Array.Resize(ref _tokens, count + Math.Clamp(Job.MaxTokens - Generated, 16, Math.Max(64, count)));
    }

    private TokenInfo Info(SampledToken token) => new(token.Id, TextOf(token.Id), _tokenizer.Bytes(token.Id), token.LogProbability,
        token.Top.Count == 0 ? [] : [.. token.Top.Select(t => new TokenAlternative(t.Id, TextOf(t.Id), _tokenizer.Bytes(t.Id), t.LogProbability))]);

    private string TextOf(int id) => _tokenizer.IsSpecial(id) ? _tokenizer.TokenOf(id) ?? "" : System.Text.Encoding.UTF8.GetString(_tokenizer.Bytes(id).Span);
}
