using System.Globalization;
using System.Text;

namespace Platform.Model.Tokenization.Splitting;

/// <summary>The regular expressions that tokenizers cut words with, over whole code points; anything beyond what they use is refused.</summary>
/// <remarks>Known: literals, classes with ranges, <c>\p{..} \s \S \d \D \r \n \t \xHH \x{..} \uHHHH</c>, alternatives, groups, <c>(?i:…)</c>, look-ahead,
/// and the greedy quantifiers; on a group only <c>?</c>. The order of alternatives and the backing off are those of Perl and Oniguruma.</remarks>
internal sealed class RunePattern
{
    private static readonly RuneMatch Done = new RuneMatch.End();
    private readonly string _pattern;
    private readonly RuneMatch _start;
    private int _at;

    public RunePattern(string pattern)
    {
        _pattern = pattern;
        _start = Alternatives(ignoreCase: false, depth: 0)(Done);
        if (_at < pattern.Length)
            throw Refused("this ')'");
    }

    /// <returns>The end of the match that starts exactly at <paramref name="at"/>, or -1.</returns>
    public int Match(ReadOnlySpan<char> text, int at) => _start.Match(text, at);

    private bool More => _at < _pattern.Length;

    private Func<RuneMatch, RuneMatch> Alternatives(bool ignoreCase, int depth)
    {
        if (depth > 20)
            throw Refused("groups nested this deep");
        var ways = new List<Func<RuneMatch, RuneMatch>> { Sequence(ignoreCase, depth) };
        while (More && _pattern[_at] == '|')
        {
            _at++;
            ways.Add(Sequence(ignoreCase, depth));
        }

        return ways.Count == 1 ? ways[0] : next => new RuneMatch.Either([.. ways.Select(way => way(next))]);
    }

    private Func<RuneMatch, RuneMatch> Sequence(bool ignoreCase, int depth)
    {
        var parts = new List<Func<RuneMatch, RuneMatch>>();
        while (More && _pattern[_at] is not ('|' or ')'))
            parts.Add(_pattern[_at] == '(' ? Group(ignoreCase, depth) : Characters(ignoreCase));
        return next => parts.AsEnumerable().Reverse().Aggregate(next, (rest, part) => part(rest));
    }

    private Func<RuneMatch, RuneMatch> Group(bool ignoreCase, int depth)
    {
        var start = _at++;
        bool? ahead = null;
        if (Take("?="))
            ahead = true;
        else if (Take("?!"))
            ahead = false;
        else if (Take("?i:"))
            ignoreCase = true;
        else if (!Take("?:") && More && _pattern[_at] == '?')
            throw Refused("this kind of group");
        var inner = Alternatives(ignoreCase, depth + 1);
        if (!Take(")"))
        {
            _at = start;
            throw Refused("a group without its end");
        }

        if (ahead is { } wanted)
            return next => new RuneMatch.Ahead(inner(Done), wanted, next);
        return Quantifier() switch
        {
            (1, 1) => inner,
            (0, 1) => next => new RuneMatch.Either([inner(next), next]),
            _ => throw Refused("a repeated group"),
        };
    }

    private Func<RuneMatch, RuneMatch> Characters(bool ignoreCase)
    {
        var contains = _pattern[_at] == '[' ? Class(ignoreCase) : One(ignoreCase, inClass: false).Contains;
        var set = new RuneSet(contains);
        var (least, most) = Quantifier();
        return next => new RuneMatch.Run(set, least, most, next);
    }

    private (int Least, int Most) Quantifier()
    {
        if (!More)
            return (1, 1);
        var (least, most) = _pattern[_at] switch { '?' => (0, 1), '*' => (0, int.MaxValue), '+' => (1, int.MaxValue), '{' => (-1, 0), _ => (1, 1) };
        if (least < 0)
            (least, most) = Counted();
        else if ((least, most) == (1, 1))
            return (1, 1);
        else
            _at++;
        return More && _pattern[_at] is '?' or '+' or '*' or '{' ? throw Refused("a lazy, possessive or second quantifier") : (least, most);
    }

    private (int Least, int Most) Counted()
    {
        var end = _pattern.IndexOf('}', _at);
        var numbers = end < 0 ? [] : _pattern[(_at + 1)..end].Split(',');
        if (numbers.Length is 0 or > 2 || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least))
            throw Refused("this quantifier");
        var most = least;
        if (numbers.Length == 2 && !(numbers[1].Length == 0 ? (most = int.MaxValue) > 0 : int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out most)))
            throw Refused("this quantifier");
        _at = end + 1;
        return (least, most);
    }

    private Func<int, bool> Class(bool ignoreCase)
    {
        var start = _at++;
        var not = Take("^");
        var parts = new List<Func<int, bool>>();
        while (More && (_pattern[_at] != ']' || parts.Count == 0))
        {
            if (_pattern[_at] == '[' || _pattern.AsSpan(_at).StartsWith("&&"))
                throw Refused("a class within a class");
            var (contains, low) = One(ignoreCase, inClass: true);
            if (low is { } from && More && _pattern[_at] == '-' && _at + 1 < _pattern.Length && _pattern[_at + 1] != ']')
            {
                _at++;
                var to = One(ignoreCase, inClass: true).Value ?? throw Refused("this range");
                if (ignoreCase)
                    throw Refused("a range that ignores case");
                contains = rune => rune >= from && rune <= to;
            }

            parts.Add(contains);
        }

        if (!Take("]"))
        {
            _at = start;
            throw Refused("a class without its end");
        }

        return rune => parts.Exists(part => part(rune)) != not;
    }

    private (Func<int, bool> Contains, int? Value) One(bool ignoreCase, bool inClass)
    {
        if (_pattern[_at] == '\\')
            return Escape();
        if (!inClass && _pattern[_at] is '.' or '^' or '$' or '*' or '+' or '?' or '{' or '}')
            throw Refused($"'{_pattern[_at]}'");
        Rune.DecodeFromUtf16(_pattern.AsSpan(_at), out var rune, out var length);
        _at += length;
        return ignoreCase ? (Folded(rune), rune.Value) : Just(rune.Value);
    }

    private (Func<int, bool>, int?) Escape()
    {
        _at++;
        if (!More)
            throw Refused("a '\\' at the end");
        var letter = _pattern[_at++];
        switch (letter)
        {
            case 'r': return Just('\r');
            case 'n': return Just('\n');
            case 't': return Just('\t');
            case 's': return (RuneSet.IsSpace, null);
            case 'S': return (rune => !RuneSet.IsSpace(rune), null);
            case 'd' or 'D':
                var digits = RuneSet.Category("Nd")!;
                return (rune => digits(rune) == (letter == 'd'), null);
            case 'p' or 'P':
                var name = Braced();
                var not = name.StartsWith('^') != (letter == 'P');
                var category = RuneSet.Category(name.TrimStart('^')) ?? throw Refused($"\\{letter}{{{name}}}");
                return (rune => category(rune) != not, null);
            case 'x' or 'u':
                var hex = letter == 'x' && More && _pattern[_at] == '{' ? Braced() : Digits(letter == 'x' ? 2 : 4);
                return int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value <= 0x10FFFF ? Just(value) : throw Refused($"\\{letter}{hex}");
            default:
                return char.IsAsciiLetterOrDigit(letter) ? throw Refused($"\\{letter}") : Just(letter);
        }
    }

    private string Braced()
    {
        var end = More && _pattern[_at] == '{' ? _pattern.IndexOf('}', _at) : -1;
        if (end < 0)
            throw Refused("a property without {…}");
        var inner = _pattern[(_at + 1)..end];
        _at = end + 1;
        return inner;
    }

    private string Digits(int count)
    {
        var digits = _pattern.Substring(_at, Math.Min(count, _pattern.Length - _at));
        _at += digits.Length;
        return digits;
    }

    /// <summary>Both cases, and the two characters outside ASCII that fold into it: ſ (s) and K (k).</summary>
    private static Func<int, bool> Folded(Rune rune)
    {
        var lower = Rune.ToLowerInvariant(rune).Value;
        var upper = Rune.ToUpperInvariant(rune).Value;
        var third = lower switch { 's' => 0x17F, 'k' => 0x212A, _ => lower };
        return other => other == lower || other == upper || other == third || other == rune.Value;
    }

    private static (Func<int, bool>, int?) Just(int value) => (rune => rune == value, value);

    private bool Take(string token)
    {
        if (string.CompareOrdinal(_pattern, _at, token, 0, token.Length) != 0)
            return false;
        _at += token.Length;
        return true;
    }

    private TokenizerException Refused(string what) =>
        new($"The tokenizer cuts words with a pattern that is not supported: {what} at character {_at} of {_pattern}");
}
