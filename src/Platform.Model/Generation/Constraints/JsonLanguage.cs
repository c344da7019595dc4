using System.Text;

namespace Platform.Model.Generation.Constraints;

/// <summary>JSON itself as rules: what all schemas share. They are prepared here, so that compiling a schema changes nothing in them while texts are held to others.</summary>
internal sealed class JsonLanguage
{
    private const int MostIndent = 16;

    /// <summary>More digits than these do not survive in a double.</summary>
    private const int MostDigits = 15;

    public JsonLanguage()
    {
        var budget = new FormBudget(new StateLedger(long.MaxValue));
        Text = new Rule("a text", budget);
        var (start, end) = Text.Open();
        FillText(Text, start, end);
        Integer = new Rule("an integer", budget);
        (start, end) = Integer.Open();
        AddInteger(Integer, start, end);
        Number = FilledNumber(budget);
        Value = new Rule("any value", budget);
        Object = new Rule("any object", budget);
        Array = new Rule("any array", budget);
        FillObject(Object, Value);
        FillArray();
        FillValue();
        Finishing.Prepare(Value);
        Finishing.Prepare(Integer);
    }

    public Rule Text { get; }

    public Rule Integer { get; }

    public Rule Number { get; }

    public Rule Value { get; }

    public Rule Object { get; }

    public Rule Array { get; }

    /// <summary>At most one space, or a new line and its indent: a model cannot fill its tokens with blanks.</summary>
    public static int Blank(Rule rule, int from)
    {
        var to = rule.Node();
        rule.Empty(from, to);
        rule.Byte(from, (byte)' ', (byte)' ', to);
        var at = rule.Node();
        rule.Byte(from, (byte)'\n', (byte)'\n', at);
        for (var indent = 0; indent < MostIndent; indent++)
        {
            rule.Empty(at, to);
            var next = rule.Node();
            rule.Byte(at, (byte)' ', (byte)' ', next);
            at = next;
        }

        rule.Empty(at, to);
        return to;
    }

    public static int Mark(Rule rule, int from, char mark)
    {
        var to = rule.Node();
        rule.Byte(from, (byte)mark, (byte)mark, to);
        return to;
    }

    /// <summary>An object with any names, whose values follow one rule.</summary>
    public void FillObject(Rule rule, Rule value)
    {
        var (start, end) = rule.Open();
        var open = Blank(rule, Mark(rule, start, '{'));
        var name = rule.Node();
        rule.Empty(open, name);
        var named = rule.Node();
        rule.Call(name, Text, named, Count.Any);
        var colon = Blank(rule, Mark(rule, named, ':'));
        var after = rule.Node();
        rule.Call(colon, value, after, Count.Any);
        rule.Empty(Blank(rule, Mark(rule, after, ',')), name);
        rule.Byte(Blank(rule, after), (byte)'}', (byte)'}', end);
        rule.Byte(open, (byte)'}', (byte)'}', end);
    }

    private void FillArray()
    {
        var (start, end) = Array.Open();
        var open = Blank(Array, Mark(Array, start, '['));
        var item = Array.Node();
        Array.Empty(open, item);
        var after = Array.Node();
        Array.Call(item, Value, after, Count.Any);
        Array.Empty(Blank(Array, Mark(Array, after, ',')), item);
        Array.Byte(Blank(Array, after), (byte)']', (byte)']', end);
        Array.Byte(open, (byte)']', (byte)']', end);
    }

    private void FillValue()
    {
        var (start, end) = Value.Open();
        foreach (var rule in new[] { Object, Array, Text, Number })
            Value.Call(start, rule, end, Count.Any);
        foreach (var word in new[] { "true", "false", "null" })
            Value.Text(start, Encoding.ASCII.GetBytes(word), end);
    }

    private static void FillText(Rule rule, int start, int end)
    {
        var between = rule.Between = Mark(rule, start, '"');
        rule.Byte(between, (byte)'"', (byte)'"', end);
        PatternRules.Plain(rule, ' ', '!', between, between);
        PatternRules.Plain(rule, '#', '[', between, between);
        PatternRules.Plain(rule, ']', 0x10FFFF, between, between);
        var escape = Mark(rule, between, '\\');
        foreach (var letter in "\"\\/bfnrt")
            rule.Byte(escape, (byte)letter, (byte)letter, between);

        // \u with any code unit but half of a surrogate pair
        var first = Mark(rule, escape, 'u');
        var (second, afterD, third, fourth) = (rule.Node(), rule.Node(), rule.Node(), rule.Node());
        foreach (var (low, high) in new[] { ('0', '9'), ('a', 'c'), ('A', 'C'), ('e', 'f'), ('E', 'F') })
            rule.Byte(first, (byte)low, (byte)high, second);
        rule.Byte(first, (byte)'d', (byte)'d', afterD);
        rule.Byte(first, (byte)'D', (byte)'D', afterD);
        rule.Byte(afterD, (byte)'0', (byte)'7', third);
        Hexadecimal(rule, second, third);
        Hexadecimal(rule, third, fourth);
        Hexadecimal(rule, fourth, between);
    }

    private static void Hexadecimal(Rule rule, int from, int to)
    {
        foreach (var (low, high) in new[] { ('0', '9'), ('a', 'f'), ('A', 'F') })
            rule.Byte(from, (byte)low, (byte)high, to);
    }

    private static void AddInteger(Rule rule, int from, int to)
    {
        var digits = rule.Node();
        rule.Empty(from, digits);
        rule.Byte(from, (byte)'-', (byte)'-', digits);
        rule.Byte(digits, (byte)'0', (byte)'0', to);
        var at = rule.Node();
        rule.Byte(digits, (byte)'1', (byte)'9', at);
        Digits(rule, at, MostDigits - 1, to);
    }

    private static void Digits(Rule rule, int from, int most, int to)
    {
        for (var count = 0; count < most; count++)
        {
            rule.Empty(from, to);
            var next = rule.Node();
            rule.Byte(from, (byte)'0', (byte)'9', next);
            from = next;
        }

        rule.Empty(from, to);
    }

    private static Rule FilledNumber(FormBudget budget)
    {
        var rule = new Rule("a number", budget);
        var (start, end) = rule.Open();
        var (whole, point, power) = (rule.Node(), rule.Node(), rule.Node());
        AddInteger(rule, start, whole);
        rule.Empty(whole, point);
        var first = rule.Node();
        rule.Byte(Mark(rule, whole, '.'), (byte)'0', (byte)'9', first);
        Digits(rule, first, MostDigits - 1, point);
        rule.Empty(point, end);
        rule.Byte(point, (byte)'e', (byte)'e', power);
        rule.Byte(point, (byte)'E', (byte)'E', power);
        var sign = rule.Node();
        rule.Empty(power, sign);
        rule.Byte(power, (byte)'+', (byte)'+', sign);
        rule.Byte(power, (byte)'-', (byte)'-', sign);
        var exponent = rule.Node();
        rule.Byte(sign, (byte)'0', (byte)'9', exponent);
        Digits(rule, exponent, 1, end);
        return rule;
    }
}
