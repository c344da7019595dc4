using System.Globalization;
using System.Text;

namespace Platform.Model.Tokenization.Templates;

/// <summary>Cuts a template into tokens. White space is treated as transformers sets jinja: <c>trim_blocks</c> and <c>lstrip_blocks</c> on, the last newline dropped.</summary>
internal sealed class TemplateLexer
{
    private static readonly string[] Operators = ["//", "**", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", ".", ",", ":", "|", "(", ")", "[", "]", "{", "}"];
    private readonly string _source;
    private readonly List<TemplateToken> _tokens = [];
    private int _at;
    private int _line = 1;

    private TemplateLexer(string source)
    {
        var lines = source.ReplaceLineEndings("\n");
        _source = lines.EndsWith('\n') ? lines[..^1] : lines;
    }

    public static List<TemplateToken> Read(string source)
    {
        var lexer = new TemplateLexer(source);
        lexer.ReadAll();
        return lexer._tokens;
    }

    private void ReadAll()
    {
        while (_at < _source.Length)
        {
            var tag = NextTag();
            Data(tag);
            if (tag < 0)
                break;
            var kind = _source[tag + 1];
            _at = tag + 2;
            if (_at < _source.Length && _source[_at] is '-' or '+')
                _at++;
            switch (kind)
            {
                case '#':
                    Comment();
                    break;
                case '{':
                    Inside("{{", "}}");
                    break;
                default:
                    Inside("{%", "%}");
                    break;
            }
        }

        _tokens.Add(new TemplateToken(TokenKind.End, "", _line));
    }

    private int NextTag()
    {
        for (var at = _source.IndexOf('{', _at); at >= 0 && at + 1 < _source.Length; at = _source.IndexOf('{', at + 1))
            if (_source[at + 1] is '{' or '%' or '#')
                return at;
        return -1;
    }

    private void Data(int tag)
    {
        var end = tag < 0 ? _source.Length : tag;
        var text = _source.AsSpan(_at, end - _at);
        if (tag >= 0)
        {
            var sign = tag + 2 < _source.Length ? _source[tag + 2] : ' ';
            if (sign == '-')
                text = text.TrimEnd(TemplateText.Blanks);
            else if (sign != '+' && _source[tag + 1] != '{')
                text = WithoutIndent(text);
        }

        if (!text.IsEmpty)
            _tokens.Add(new TemplateToken(TokenKind.Data, text.ToString(), _line));
        _line += _source.AsSpan(_at, end - _at).Count('\n');
        _at = end;
    }

    /// <summary>Blanks between the start of a line and a tag.</summary>
    private ReadOnlySpan<char> WithoutIndent(ReadOnlySpan<char> text)
    {
        var start = text.LastIndexOf('\n') + 1;
        var startsLine = start > 0 || _at == 0 || _source[_at - 1] == '\n';
        return startsLine && text[start..].IndexOfAnyExcept(' ', '\t') < 0 ? text[..start] : text;
    }

    private void Comment()
    {
        var end = _source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (end < 0)
            throw Refused("a comment without its end");
        _line += _source.AsSpan(_at, end - _at).Count('\n');
        _at = end + 2;
        AfterTag(_source[end - 1], block: true);
    }

    private void AfterTag(char sign, bool block)
    {
        var start = _at;
        if (sign == '-')
            while (_at < _source.Length && TemplateText.IsBlank(_source[_at]))
                _at++;
        else if (sign != '+' && block && _at < _source.Length && _source[_at] == '\n')
            _at++;
        _line += _source.AsSpan(start, _at - start).Count('\n');
    }

    private void Inside(string begin, string end)
    {
        _tokens.Add(new TemplateToken(TokenKind.Mark, begin, _line));
        var open = new Stack<char>();
        while (true)
        {
            while (_at < _source.Length && TemplateText.IsBlank(_source[_at]))
            {
                if (_source[_at++] == '\n')
                    _line++;
            }

            if (_at >= _source.Length)
                throw Refused($"'{begin}' without its '{end}'");
            var sign = _source[_at] is '-' or '+' && string.CompareOrdinal(_source, _at + 1, end, 0, 2) == 0 ? _source[_at] : ' ';
            if (sign == '+' && end == "}}")
                sign = ' ';
            if (open.Count == 0 && (sign != ' ' || string.CompareOrdinal(_source, _at, end, 0, 2) == 0))
            {
                _at += sign == ' ' ? 2 : 3;
                _tokens.Add(new TemplateToken(TokenKind.Mark, end, _line));
                AfterTag(sign, block: end == "%}");
                return;
            }

            One(open);
        }
    }

    private void One(Stack<char> open)
    {
        var letter = _source[_at];
        if (letter is '\'' or '"')
            Quoted(letter);
        else if (char.IsAsciiDigit(letter))
            Number();
        else if (letter == '_' || char.IsLetter(letter))
            Take(TokenKind.Name, static one => one == '_' || char.IsLetterOrDigit(one));
        else
            Operator(open);
    }

    private void Operator(Stack<char> open)
    {
        var found = Array.Find(Operators, known => string.CompareOrdinal(_source, _at, known, 0, known.Length) == 0)
            ?? throw Refused($"the character '{_source[_at]}'");
        if (found is "(" or "[" or "{")
            open.Push(found[0]);
        else if (found is ")" or "]" or "}" && (!open.TryPop(out var opened) || "([{".IndexOf(opened, StringComparison.Ordinal) != ")]}".IndexOf(found[0], StringComparison.Ordinal)))
            throw Refused($"'{found}' that closes nothing");
        _tokens.Add(new TemplateToken(TokenKind.Operator, found, _line));
        _at += found.Length;
    }

    private void Number()
    {
        var start = _at;
        var whole = true;
        while (_at < _source.Length && (char.IsAsciiDigit(_source[_at]) || _source[_at] is '_' or '.'))
        {
            if (_source[_at] == '.')
            {
                if (!whole || _at + 1 >= _source.Length || !char.IsAsciiDigit(_source[_at + 1]))
                    break;
                whole = false;
            }

            _at++;
        }

        if (_at + 1 < _source.Length && _source[_at] is 'e' or 'E' && (char.IsAsciiDigit(_source[_at + 1]) || (_source[_at + 1] is '-' or '+' && _at + 2 < _source.Length && char.IsAsciiDigit(_source[_at + 2]))))
        {
            whole = false;
            _at += 2;
            while (_at < _source.Length && char.IsAsciiDigit(_source[_at]))
                _at++;
        }

        if (_at < _source.Length && (char.IsLetter(_source[_at]) || _source[_at] == '_'))
            throw Refused($"the number '{_source[start..(_at + 1)]}'");
        _tokens.Add(new TemplateToken(whole ? TokenKind.Whole : TokenKind.Decimal, _source[start.._at].Replace("_", "", StringComparison.Ordinal), _line));
    }

    private void Take(TokenKind kind, Func<char, bool> goesOn)
    {
        var start = _at;
        while (_at < _source.Length && goesOn(_source[_at]))
            _at++;
        _tokens.Add(new TemplateToken(kind, _source[start.._at], _line));
    }

    private void Quoted(char quote)
    {
        var line = _line;
        var text = new StringBuilder();
        for (_at++; ; _at++)
        {
            if (_at >= _source.Length)
                throw Refused("a text without its closing quote");
            var letter = _source[_at];
            if (letter == quote)
                break;
            if (letter == '\n')
                _line++;
            if (letter == '\\' && _at + 1 < _source.Length)
                Escape(text);
            else
                text.Append(letter);
        }

        _at++;
        _tokens.Add(new TemplateToken(TokenKind.Text, text.ToString(), line));
    }

    /// <summary>Python's escapes; an unknown one stays as it is written.</summary>
    private void Escape(StringBuilder text)
    {
        var letter = _source[++_at];
        var digits = letter switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            if (_at + digits >= _source.Length || !int.TryParse(_source.AsSpan(_at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value is > 0x10FFFF or < 0)
                throw Refused($"the escape '\\{letter}'");
            text.Append(value is >= 0xD800 and < 0xE000 ? ((char)value).ToString() : char.ConvertFromUtf32(value));
            _at += digits;
            return;
        }

        if (letter == '\n')
        {
            _line++;
            return;
        }

        var plain = letter switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', 'v' => '\v', 'a' => '\a', '0' => '\0', '\\' or '\'' or '"' => letter, _ => (char?)null };
        if (plain is { } known)
            text.Append(known);
        else
            text.Append('\\').Append(letter);
    }

    private TokenizerException Refused(string what) => new($"The chat template has {what} in line {_line}.");
}
