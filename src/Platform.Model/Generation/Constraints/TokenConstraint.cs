using System.Text;
using Platform.Model.Tokenization;

namespace Platform.Model.Generation.Constraints;

/// <summary>Holds one text to a form, token by token, and to its end within a number of tokens. Copy it to try a continuation; not for several threads.</summary>
internal abstract class TokenConstraint
{
    /// <summary>What was said is complete: the text may end here.</summary>
    public abstract bool MayEnd { get; }

    /// <summary>Nothing can be added any more.</summary>
    public abstract bool MustEnd { get; }

    /// <summary>Writes a bit for each token that may follow. Tokens that end a text are among them where <see cref="MayEnd"/>.</summary>
    /// <param name="mask">A bit for each token of the vocabulary, at least.</param>
    public abstract void Allowed(Span<ulong> mask);

    /// <summary>How the text that must follow is likely to be cut into tokens; empty where more than one text may. It says nothing about what is allowed: the same text may be cut in other ways.</summary>
    public abstract IReadOnlyList<int> Foreseen();

    /// <param name="token">One that was allowed; tokens that end a text change nothing.</param>
    public abstract void Accept(int token);

    public abstract TokenConstraint Copy();
}

/// <summary>Holds a text to a <see cref="Grammar"/>.</summary>
internal sealed class GrammarConstraint : TokenConstraint
{
    /// <summary>Work of the steps that <see cref="StateLedger"/> counts: some ten seconds in all.</summary>
    private const long MostWork = 500_000_000;

    private readonly Grammar _grammar;
    private readonly TextTokenizer _tokenizer;
    private GrammarState _state;
    private int _left;
    private List<int>? _plan;
    private int _planned;
    private long _work;

    /// <param name="mostTokens">Tokens that the text may have, without one that ends it.</param>
    /// <exception cref="ConstraintException">They are fewer than the form needs.</exception>
    public GrammarConstraint(Grammar grammar, TextTokenizer tokenizer, int mostTokens)
    {
        lock (grammar.Gate)
            (_grammar, _tokenizer, _state, _left) = (grammar, tokenizer, grammar.Start, mostTokens);
        if (_state.TokensLeft > mostTokens)
            throw new ConstraintException($"The form needs at least {_state.TokensLeft} tokens; max_tokens is {mostTokens}. Raise max_tokens to {_state.TokensLeft} or more.");
    }

    private GrammarConstraint(GrammarConstraint other)
    {
        (_grammar, _tokenizer, _state, _left) = (other._grammar, other._tokenizer, other._state, other._left);
        (_plan, _planned, _work) = (other._plan, other._planned, other._work);
    }

    public override bool MayEnd => _state.MayEnd;

    public override bool MustEnd
    {
        get
        {
            if (_left == 0)
                return true;
            if (!_state.MayEnd)
                return false;
            lock (_grammar.Gate)
                return !_grammar.MayGoOn(_state, _left - 1);
        }
    }

    public override void Allowed(Span<ulong> mask)
    {
        lock (_grammar.Gate)
        {
            var before = _grammar.Work;
            if (_left > 0)
                _grammar.Allowed(_state, _left - 1, mask);
            else
                mask.Clear();
            if (IsTight && Planned() is var planned and >= 0)
                mask[planned >> 6] |= 1UL << planned;
            _work += _grammar.Work - before;
        }

        if (_work > MostWork)
            throw new ConstraintException("The form took too much time: what may follow had to be found anew at each token. Let repeated parts begin at one place only, or make the numbers smaller.");
        if (_state.MayEnd)
            foreach (var end in _tokenizer.EndTokens)
                if (end >> 6 < mask.Length)
                    mask[end >> 6] |= 1UL << end;
    }

    public override IReadOnlyList<int> Foreseen()
    {
        lock (_grammar.Gate)
        {
            try
            {
                return _state.Foreseen ??= Cut(_grammar.Forced(_state));
            }
            catch (ConstraintException) // whoever chooses the next token is told
            {
                return [];
            }
        }
    }

    public override void Accept(int token)
    {
        if (_tokenizer.EndTokens.Contains(token) && _state.MayEnd)
            return;
        lock (_grammar.Gate)
            _state = _grammar.Next(_state, token, _tokenizer.Bytes(token).Span) ?? throw new InvalidOperationException($"Token {token} does not fit the form; only tokens that were allowed can be accepted.");
        if (_plan is not null && _planned < _plan.Count && _plan[_planned] == token)
            _planned++;
        else
            _plan = null;
        _left--;
    }

    public override TokenConstraint Copy() => new GrammarConstraint(this);

    /// <summary>As the tokenizer cuts it, since a model has learned its texts so; where that changes the text, or it is no whole text, in the fewest tokens.</summary>
    private IReadOnlyList<int> Cut(byte[] forced)
    {
        if (forced.Length == 0)
            return [];
        var usual = _tokenizer.Encode(Encoding.UTF8.GetString(forced));
        return usual.SelectMany(token => _tokenizer.Bytes(token).ToArray()).SequenceEqual(forced) ? usual : _grammar.Fewest(forced);
    }

    /// <summary>Some of what the form admits would not come to its end in time.</summary>
    private bool IsTight => _left > 0 && !_state.MayEnd && _left - 1 < _state.MostLeft;

    /// <summary>What is left can be counted one way and another where texts are equally short. So when it grows tight, one way to the end that is known to fit is kept.</summary>
    private int Planned()
    {
        if (_plan is null)
            (_plan, _planned) = (_grammar.Plan(_state), 0);
        return _planned < _plan.Count && _plan.Count - _planned <= _left ? _plan[_planned] : -1;
    }
}
