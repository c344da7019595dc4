using System.Globalization;
using System.Text;

namespace Platform.Model.Tokenization.Templates;

/// <summary>The functions that transformers and jinja give to a chat template.</summary>
internal static class TemplateFunctions
{
    private const long LongestRange = 100_000;

    public static void AddTo(TemplateScope scope, TimeProvider clock)
    {
        scope["range"] = new TemplateFunction("range", Range);
        scope["namespace"] = new TemplateFunction("namespace", call => Fill(new TemplateNamespace(), call));
        scope["dict"] = new TemplateFunction("dict", call => Fill(new TemplateMap(), call));
        scope["raise_exception"] = new TemplateFunction("raise_exception", call => throw new TokenizerException($"The chat template refuses the conversation: {TemplateValues.ToText(call[0, "message"])}"));
        scope["strftime_now"] = new TemplateFunction("strftime_now", call => Format(clock.GetLocalNow(), TemplateValues.Text(call[0, "format"])));
    }

    private static List<object?> Range(TemplateCall call)
    {
        var numbers = call.Positional.Select(TemplateValues.Whole).ToArray();
        var (from, to, step) = numbers switch
        {
            [var end] => (0L, end, 1L),
            [var start, var end] => (start, end, 1L),
            [var start, var end, var by] when by != 0 => (start, end, by),
            _ => throw new TemplateFailure("range is called with other than one to three whole numbers"),
        };
        var count = step > 0 ? ((Int128)to - from + step - 1) / step : ((Int128)from - to - step - 1) / -(Int128)step;
        if (count > LongestRange)
            throw new TemplateFailure($"a range of more than {LongestRange} numbers is asked for");
        var range = new List<object?>();
        for (var at = 0L; at < count; at++)
            range.Add(from + (at * step));
        return range;
    }

    private static T Fill<T>(T into, TemplateCall call)
        where T : IDictionary<string, object?>
    {
        foreach (var given in call.Positional)
            foreach (var (name, value) in given as TemplateMap ?? throw new TemplateFailure($"a {TemplateValues.Kind(given)} is given where named values are needed"))
                into[name] = value;
        foreach (var (name, value) in call.Named)
            into[name] = value;
        return into;
    }

    private static string Format(DateTimeOffset now, string format)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%' || at + 1 == format.Length)
            {
                text.Append(format[at]);
                continue;
            }

            var unpadded = format[++at] == '-' && at + 1 < format.Length;
            if (unpadded)
                at++;
            var part = Part(now, format[at]);
            text.Append(unpadded && part.Length > 1 ? part.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0" : part);
        }

        return text.ToString();
    }

    private static string Part(DateTimeOffset now, char letter)
    {
        string Written(string format) => now.ToString(format, CultureInfo.InvariantCulture);
        return letter switch
        {
            'd' => Written("dd"),
            'm' => Written("MM"),
            'b' => Written("MMM"),
            'B' => Written("MMMM"),
            'Y' => Written("yyyy"),
            'y' => Written("yy"),
            'a' => Written("ddd"),
            'A' => Written("dddd"),
            'H' => Written("HH"),
            'I' => Written("hh"),
            'M' => Written("mm"),
            'S' => Written("ss"),
            'p' => Written("tt"),
            'F' => Written("yyyy-MM-dd"),
            'T' => Written("HH:mm:ss"),
            'j' => now.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            '%' => "%",
            _ => throw new TemplateFailure($"strftime_now is asked for '%{letter}', which is not supported"),
        };
    }
}
