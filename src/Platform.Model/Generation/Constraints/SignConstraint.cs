using System.Text;

namespace Platform.Model.Generation.Constraints;

/// <summary>Holds a text to a form that is known sign by sign (<see cref="SignPlace"/>), over the tokens of any byte-level vocabulary.</summary>
internal sealed class SignConstraint : TokenConstraint
{
    /// <summary>A sign has at most four bytes, and each byte may be a token of its own.</summary>
    private const int MostTokensOfASign = 4;

    private readonly TokenSigns _vocabulary;
    private SignPlace _place;
    private byte[] _begun = [];

    /// <param name="mostTokens">Tokens that the text may have, without one that ends it.</param>
    /// <exception cref="ConstraintException">They may be fewer than the form needs.</exception>
    public SignConstraint(TokenSigns vocabulary, SignPlace start, int mostTokens)
    {
        (_vocabulary, _place) = (vocabulary, start);
        if (start.MostLeft * MostTokensOfASign > mostTokens)
            throw new ConstraintException($"The form may need {start.MostLeft * MostTokensOfASign} tokens; max_tokens is {mostTokens}. Raise max_tokens to {start.MostLeft * MostTokensOfASign} or more.");
    }

    private SignConstraint(SignConstraint other) => (_vocabulary, _place, _begun) = (other._vocabulary, other._place, other._begun);

    public override bool MayEnd => _begun.Length == 0 && _place.MayEnd;

    public override bool MustEnd => MayEnd && !_place.Admitted.Any();

    public override void Allowed(Span<ulong> mask)
    {
        mask.Clear();
        if (_begun.Length == 0)
            AllowBeginnings(mask);
        else
            AllowWithin(mask);
        if (!MayEnd)
            return;
        foreach (var end in _vocabulary.Tokenizer.EndTokens)
            if (end >> 6 < mask.Length)
                Set(mask, end);
    }

    /// <summary>A sign can be written in several ways; which one is the model's to say.</summary>
    public override IReadOnlyList<int> Foreseen() => [];

    public override void Accept(int token)
    {
        if (_vocabulary.Tokenizer.EndTokens.Contains(token) && MayEnd)
            return;
        var bytes = _vocabulary.Tokenizer.Bytes(token).Span;
        if (bytes.IsEmpty || TokenSigns.Split([.. _begun, .. bytes]) is not var (signs, tail))
            throw Unfit(token);
        foreach (var sign in signs)
            _place = _place.Admits(sign) ? _place.Next(sign) : throw Unfit(token);
        _begun = tail;
    }

    public override TokenConstraint Copy() => new SignConstraint(this);

    private void AllowBeginnings(Span<ulong> mask)
    {
        var openings = new HashSet<int>();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var sign in _place.Admitted)
        {
            AddOpenings(sign, bytes, openings);
            var tokens = _vocabulary.Beginning(sign);
            var after = tokens.Count == 0 ? null : new Following(_place, sign);
            foreach (var token in tokens)
                if (after!.Fits(token.Signs.AsSpan(1), token.Tail))
                    Set(mask, token.Id);
        }

        foreach (var token in _vocabulary.Beginnings)
            if (openings.Contains(Packed(token.Tail)))
                Set(mask, token.Id);
    }

    private void AllowWithin(Span<ulong> mask)
    {
        var openings = Openings(_place);
        foreach (var token in _vocabulary.Within)
        {
            if (TokenSigns.Split([.. _begun, .. token.Bytes]) is not var (signs, tail))
                continue;
            if (signs.Length == 0 ? openings.Contains(Packed(tail)) : _place.Admits(signs[0]) && new Following(_place, signs[0]).Fits(signs.AsSpan(1), tail))
                Set(mask, token.Id);
        }
    }

    private static HashSet<int> Openings(SignPlace place)
    {
        var openings = new HashSet<int>();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var sign in place.Admitted)
            AddOpenings(sign, bytes, openings);
        return openings;
    }

    /// <summary>The first bytes of a sign, without the last.</summary>
    private static void AddOpenings(Rune sign, Span<byte> bytes, HashSet<int> openings)
    {
        var count = sign.EncodeToUtf8(bytes);
        for (var length = 1; length < count; length++)
            openings.Add(Packed(bytes[..length]));
    }

    private static int Packed(ReadOnlySpan<byte> bytes)
    {
        var packed = 0;
        foreach (var value in bytes)
            packed = (packed << 8) | value;
        return packed;
    }

    private static void Set(Span<ulong> mask, int token) => mask[token >> 6] |= 1UL << token;

    private static InvalidOperationException Unfit(int token) => new($"Token {token} does not fit the form; only tokens that were allowed can be accepted.");

    /// <summary>What may come after a sign, looked up once for all tokens that begin with it.</summary>
    private sealed class Following(SignPlace before, Rune sign)
    {
        private SignPlace? _place;
        private HashSet<int>? _openings;

        public bool Fits(ReadOnlySpan<Rune> signs, ReadOnlySpan<byte> tail)
        {
            if (signs.IsEmpty && tail.IsEmpty)
                return true;
            var place = _place ??= before.Next(sign);
            foreach (var next in signs)
            {
                if (!place.Admits(next))
                    return false;
                place = place.Next(next);
            }

            return tail.IsEmpty || (ReferenceEquals(place, _place) ? _openings ??= Openings(place) : Openings(place)).Contains(Packed(tail));
        }
    }
}
