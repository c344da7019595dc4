using System.Numerics;
using Platform.Model.Generation.Constraints;
using Platform.Model.Tokenization;

namespace Platform.Model.Tests.Generation.Constraints;

/// <summary>A model that says anything: each token that is allowed is as likely as another.</summary>
internal sealed class RandomModel(TextTokenizer tokenizer, int seed)
{
    private readonly Random _random = new(seed);
    private readonly ulong[] _mask = new ulong[(tokenizer.VocabularySize + 63) / 64];

    /// <param name="ends">How likely it ends a text that may end; at 0 it goes on until it must end.</param>
    /// <returns>The bytes of what it said, and how many tokens.</returns>
    public (byte[] Text, int Tokens) Say(TokenConstraint constraint, double ends)
    {
        var text = new List<byte>();
        var count = 0;
        while (TryGoOn(constraint, ends, text))
            count++;
        return ([.. text], count);
    }

    /// <summary>Says one token more.</summary>
    /// <returns>False where the text has ended.</returns>
    public bool TryGoOn(TokenConstraint constraint, double ends, List<byte> text)
    {
        if (constraint.MustEnd || (constraint.MayEnd && _random.NextDouble() < ends))
            return false;
        constraint.Allowed(_mask);
        var token = Pick(_mask);
        if (tokenizer.EndTokens.Contains(token))
            return false;
        text.AddRange(tokenizer.Bytes(token).Span);
        constraint.Accept(token);
        return true;
    }

    private int Pick(ulong[] mask)
    {
        var total = mask.Sum(BitOperations.PopCount);
        if (total == 0)
            throw new InvalidOperationException("No token is allowed, and the text is not complete.");
        var wanted = _random.Next(total);
        for (var id = 0; ; id++)
            if ((mask[id >> 6] >> (id & 63) & 1) != 0 && wanted-- == 0)
                return id;
    }
}
