using System.Globalization;
using System.Text;
using static Platform.Model.Generation.Constraints.PatternTree;

namespace Platform.Model.Generation.Constraints;

/// <summary>Reads regular expressions as JSON schema has them (ECMA-262), without look-around, back references and word borders, which no automaton of this kind can hold.</summary>
internal sealed class PatternParser
{
    private const int MostCharacters = 10_000;
    private const int MostRepeats = 2000;
    private const int Deepest = 60;
    private readonly string _pattern;
    private readonly string _place;
    private int _at;
    private int _depth;
    private bool _ignoreCase;

    private PatternParser(string pattern, string place) => (_pattern, _place) = (pattern, place);

    /// <param name="place">For messages: where it was given.</param>
    public static PatternTree Parse(string pattern, string place)
    {
        if (pattern.Length > MostCharacters)
            throw new ConstraintException($"The pattern at {place} has {pattern.Length} characters; at most {MostCharacters} are supported.");
        var parser = new PatternParser(pattern, place);
        var tree = parser.Alternatives();
        return parser.More ? throw parser.Refused("a ')' that closes nothing") : tree;
    }

    private bool More => _at < _pattern.Length;

    private PatternTree Alternatives()
    {
        if (++_depth > Deepest)
            throw Refused($"groups nested more than {Deepest} deep");
        var ways = new List<PatternTree> { ReadSequence() };
        while (Takes("|"))
            ways.Add(ReadSequence());
        _depth--;
        return ways.Count == 1 ? ways[0] : new Either(ways);
    }

    private Sequence ReadSequence()
    {
        var parts = new List<PatternTree>();
        while (More && _pattern[_at] is not ('|' or ')'))
            parts.Add(Repeated(One()));
        return new Sequence(parts);
    }

    private PatternTree One()
    {
        switch (_pattern[_at])
        {
            case '(': return Group();
            case '[': return new Characters(Class());
            case '.':
                _at++;
                return new Characters(RuneRanges.Any);
            case '^' or '$': return new Edge(_pattern[_at++] == '^');
            case '*' or '+' or '?' or '{' or '}': throw Refused($"'{_pattern[_at]}' with nothing to repeat");
            case '\\': return new Characters(Cased(Escape(inClass: false)));
            default: return new Characters(Cased(RuneRanges.Of(Literal())));
        }
    }

    private PatternTree Group()
    {
        _at++;
        var before = _ignoreCase;
        if (Takes("?i:"))
            _ignoreCase = true;
        else if (Takes("?<") && More && _pattern[_at] is not ('=' or '!'))
            _at = _pattern.IndexOf('>', _at) is var end and > 0 ? end + 1 : throw Refused("a group whose name has no end");
        else if (!Takes("?:") && More && _pattern[_at] is '?' or '=' or '!')
            throw Refused("a look-around or another special group");
        var inner = Alternatives();
        _ignoreCase = before;
        return Takes(")") ? inner : throw Refused("a group without its end");
    }

    private PatternTree Repeated(PatternTree part)
    {
        for (var nested = 0; More; nested++)
        {
            int least;
            int? most;
            if (Takes("*"))
                (least, most) = (0, null);
            else if (Takes("+"))
                (least, most) = (1, null);
            else if (Takes("?"))
                (least, most) = (0, 1);
            else if (_pattern[_at] == '{')
                (least, most) = Counted();
            else
                return part;
            if (nested == Deepest)
                throw Refused($"quantifiers nested more than {Deepest} deep");
            Takes("?"); // a lazy quantifier admits the same texts
            part = part is Edge ? throw Refused("a repeated '^' or '$'") : new Repeat(part, least, most);
        }

        return part;
    }

    private (int, int?) Counted()
    {
        var end = _pattern.IndexOf('}', _at);
        var numbers = end < 0 ? [] : _pattern[(_at + 1)..end].Split(',');
        int? most = null;
        if (numbers.Length is 0 or > 2 || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least))
            throw Refused("a quantifier that is no number");
        if (numbers.Length == 1)
            most = least;
        else if (numbers[1].Length > 0)
            most = int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given >= least ? given : throw Refused("a quantifier whose end is before its start");
        if (Math.Max(least, most ?? 0) > MostRepeats)
            throw Refused($"a part repeated more than {MostRepeats} times");
        _at = end + 1;
        return (least, most);
    }

    private RuneRanges Class()
    {
        _at++;
        var not = Takes("^");
        var ranges = new List<(int, int)>();
        while (More && _pattern[_at] != ']')
        {
            var low = _pattern[_at] == '\\' ? Escape(inClass: true) : RuneRanges.Of(Literal());
            if (_at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] != ']')
            {
                _at++;
                var high = _pattern[_at] == '\\' ? Escape(inClass: true) : RuneRanges.Of(Literal());
                if (low.Ranges is not [var (from, alone)] || from != alone || high.Ranges is not [var (to, _)] || to < from)
                    throw Refused("a range that is none");
                low = RuneRanges.Of((from, to));
            }

            ranges.AddRange(low.Ranges);
        }

        if (!Takes("]"))
            throw Refused("a class without its end");
        var set = Cased(RuneRanges.Of([.. ranges]));
        return not ? set.Not() : set;
    }

    private RuneRanges Escape(bool inClass)
    {
        _at++;
        if (!More)
            throw Refused("a '\\' at the end");
        var letter = _pattern[_at++];
        switch (letter)
        {
            case 'd': return RuneRanges.Digits;
            case 'D': return RuneRanges.Digits.Not();
            case 'w': return RuneRanges.Word;
            case 'W': return RuneRanges.Word.Not();
            case 's': return RuneRanges.Space;
            case 'S': return RuneRanges.Space.Not();
            case 'n': return Just('\n');
            case 'r': return Just('\r');
            case 't': return Just('\t');
            case 'f': return Just('\f');
            case 'v': return Just('\v');
            case '0': return Just(0);
            case 'b' when inClass: return Just('\b');
            case 'x': return Just(Hexadecimal(2));
            case 'u' when Takes("{"):
                var close = _pattern.IndexOf('}', _at);
                return close > _at && close - _at <= 6 && Just(Hexadecimal(close - _at)) is var wide && Takes("}") ? wide : throw Refused("\\u{…} without its end");
            case 'u': return Just(Hexadecimal(4));
            case 'p' or 'P':
                var end = Takes("{") ? _pattern.IndexOf('}', _at) : -1;
                var set = end < 0 ? null : RuneRanges.Category(_pattern[_at..end]);
                _at = end + 1;
                return set is null ? throw Refused($"a \\{letter} whose category is not known") : letter == 'p' ? set : set.Not();
            default:
                return char.IsAsciiLetterOrDigit(letter) ? throw Refused($"'\\{letter}'") : Just(letter);
        }
    }

    private int Hexadecimal(int digits)
    {
        if (_at + digits > _pattern.Length || !int.TryParse(_pattern.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value is > 0x10FFFF or (>= 0xD800 and < 0xE000))
            throw Refused("an escape that is no code point");
        _at += digits;
        return value;
    }

    private (int, int) Literal()
    {
        Rune.DecodeFromUtf16(_pattern.AsSpan(_at), out var rune, out var length);
        _at += length;
        return (rune.Value, rune.Value);
    }

    private RuneRanges Cased(RuneRanges set) => _ignoreCase ? set.IgnoringCase() : set;

    private static RuneRanges Just(int rune) => RuneRanges.Of((rune, rune));

    private bool Takes(string token)
    {
        if (string.CompareOrdinal(_pattern, _at, token, 0, token.Length) != 0)
            return false;
        _at += token.Length;
        return true;
    }

    private ConstraintException Refused(string what) => new($"The pattern at {_place} has {what} at character {_at}, which is not supported: {_pattern}");
}
