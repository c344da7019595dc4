using System.Text;

namespace Platform.Model.Tokenization.Splitting;

/// <summary>One step of a compiled <see cref="RunePattern"/>: matches at a place and hands on to what follows it.</summary>
internal abstract class RuneMatch
{
    /// <returns>Where the whole rest of the pattern ended, or -1.</returns>
    public abstract int Match(ReadOnlySpan<char> text, int at);

    private static int RuneAt(ReadOnlySpan<char> text, int at, out int length)
    {
        Rune.DecodeFromUtf16(text[at..], out var rune, out length);
        return rune.Value;
    }

    public sealed class End : RuneMatch
    {
        public override int Match(ReadOnlySpan<char> text, int at) => at;
    }

    /// <summary>Takes as many characters of a set as it may, then fewer, until the rest matches.</summary>
    public sealed class Run(RuneSet set, int least, int most, RuneMatch next) : RuneMatch
    {
        public override int Match(ReadOnlySpan<char> text, int at)
        {
            var count = 0;
            var end = at;
            while (count < most && end < text.Length)
            {
                var unit = text[end];
                if (!char.IsSurrogate(unit))
                {
                    if (!set.Contains(unit))
                        break;
                    end++;
                }
                else if (set.Contains(RuneAt(text, end, out var length)))
                {
                    end += length;
                }
                else
                {
                    break;
                }

                count++;
            }

            for (; count >= least; count--)
            {
                if (next.Match(text, end) is var found and >= 0)
                    return found;
                if (count > 0)
                    end -= char.IsLowSurrogate(text[end - 1]) && end - 2 >= at && char.IsHighSurrogate(text[end - 2]) ? 2 : 1;
            }

            return -1;
        }
    }

    /// <summary>The first way that matches, in the order they are written.</summary>
    public sealed class Either(RuneMatch[] ways) : RuneMatch
    {
        public override int Match(ReadOnlySpan<char> text, int at)
        {
            foreach (var way in ways)
                if (way.Match(text, at) is var found and >= 0)
                    return found;
            return -1;
        }
    }

    public sealed class Ahead(RuneMatch inner, bool wanted, RuneMatch next) : RuneMatch
    {
        public override int Match(ReadOnlySpan<char> text, int at) => inner.Match(text, at) >= 0 == wanted ? next.Match(text, at) : -1;
    }
}
