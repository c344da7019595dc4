namespace Platform.Model.Tokenization.Templates;

/// <summary>Arithmetic, joining, membership, parts and slices.</summary>
internal static class TemplateOperators
{
    public static object? Apply(string name, object? left, object? right, TemplateWork work) => work.Made(name switch
    {
        "~" => TemplateValues.ToText(left) + TemplateValues.ToText(right),
        "+" => Add(left, right),
        "*" => Multiply(left, right, work),
        "%" when left is string => throw new TemplateFailure("formatting by '%' is not supported"),
        _ => Calculate(name, left, right),
    });

    private static object? Add(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => a + b,
        (TemplateTuple a, TemplateTuple b) => new TemplateTuple(a.Concat(b)),
        (List<object?> a, List<object?> b) when a is TemplateTuple == b is TemplateTuple => a.Concat(b).ToList(),
        (bool or long or double, bool or long or double) => Calculate("+", left, right),
        _ => throw new TemplateFailure($"'+' joins a {TemplateValues.Kind(left)} and a {TemplateValues.Kind(right)}"),
    };

    private static object? Multiply(object? left, object? right, TemplateWork work)
    {
        if (left is string or List<object?> && right is long or bool)
            return Repeat(left, TemplateValues.Whole(right), work);
        return right is string or List<object?> && left is long or bool ? Repeat(right, TemplateValues.Whole(left), work) : Calculate("*", left, right);
    }

    private static object? Repeat(object? what, long times, TemplateWork work)
    {
        work.Charge(Math.Max(0, times) * (TemplateValues.Length(what) + 1));
        return what is string text ? string.Concat(Enumerable.Repeat(text, (int)Math.Max(0, times))) : Enumerable.Repeat((List<object?>)what!, (int)Math.Max(0, times)).SelectMany(items => items).ToList();
    }

    private static object? Calculate(string name, object? left, object? right)
    {
        try
        {
            return left is long or bool && right is long or bool && name != "/" ? WholeNumbers(name, TemplateValues.Whole(left), TemplateValues.Whole(right)) : (object)Numbers(name, TemplateValues.Number(left), TemplateValues.Number(right));
        }
        catch (OverflowException)
        {
            throw new TemplateFailure("a whole number grows too great");
        }
        catch (DivideByZeroException)
        {
            throw new TemplateFailure("something is divided by zero");
        }
    }

    private static object? WholeNumbers(string name, long a, long b) => name switch
    {
        "+" => (object)checked(a + b),
        "-" => checked(a - b),
        "*" => checked(a * b),
        "//" => a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0),
        "%" => (a % b + b) % b,
        "**" when b >= 0 => Power(a, b),
        _ => (object)Numbers(name, a, b),
    };

    private static long Power(long a, long b)
    {
        if (b > 64 && a is not (0 or 1 or -1))
            throw new TemplateFailure("a whole number grows too great");
        return Math.Abs(a) <= 1 ? (b == 0 || a == 1 || (a == -1 && b % 2 == 0) ? 1 : a) : Enumerable.Repeat(a, (int)b).Aggregate(1L, (x, y) => checked(x * y));
    }

    private static double Numbers(string name, double a, double b) => name switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" or "//" or "%" when b == 0 => throw new TemplateFailure("something is divided by zero"),
        "/" => a / b,
        "//" => Math.Floor(a / b),
        "%" => a - (b * Math.Floor(a / b)),
        _ => Math.Pow(a, b),
    };

    public static bool Contains(object? all, object? one) => all switch
    {
        string text => Has(text, TemplateValues.Text(one)),
        TemplateMap map => one is string key && map.ContainsKey(key),
        List<object?> list => list.Exists(item => TemplateValues.Equals(item, one)),
        Undefined => false,
        _ => throw new TemplateFailure($"'in' looks into a {TemplateValues.Kind(all)}"),
    };

    private static bool Has(string text, string part)
    {
        TemplateWork.Now.ChargeSearch(text, part);
        return text.Contains(part, StringComparison.Ordinal);
    }

    public static object? Part(object? of, object? key, bool byDot)
    {
        if (of is Undefined missing)
            throw new TemplateFailure($"the part '{TemplateValues.ToText(key)}' is asked of '{missing.Name}', which is not given");
        if (byDot && TemplateMethods.Find(of, (string)key!) is { } method)
            return method;
        return of switch
        {
            TemplateMap map when key is string name && map.TryGetValue(name, out var value) => value,
            TemplateNamespace names when key is string name && names.TryGetValue(name, out var value) => value,
            List<object?> list when key is long at => at >= -list.Count && at < list.Count ? list[(int)(at < 0 ? at + list.Count : at)] : new Undefined($"[{at}]"),
            string text when key is long at => TemplateText.Points(text) is var points && at >= -points.Count && at < points.Count ? points[(int)(at < 0 ? at + points.Count : at)] : new Undefined($"[{at}]"),
            _ when !byDot && key is string name && TemplateMethods.Find(of, name) is { } other => other,
            _ => new Undefined(TemplateValues.ToText(key)),
        };
    }

    public static object? Slice(object? of, long? from, long? to, long step)
    {
        if (of is Undefined missing)
            throw new TemplateFailure($"a slice is taken of '{missing.Name}', which is not given");
        if (step == 0)
            throw new TemplateFailure("a slice has the step 0");
        var items = of is string text ? [.. TemplateText.Points(text)] : of as List<object?> ?? throw new TemplateFailure($"a slice is taken of a {TemplateValues.Kind(of)}");
        var count = items.Count;
        var (low, high) = step > 0 ? (0L, (long)count) : (-1L, count - 1L);
        long Bound(long? given, long otherwise) => given is not { } at ? otherwise : Math.Clamp(at < 0 ? at + count : at, low, high);
        var taken = new List<object?>();
        var (start, end) = (Bound(from, step > 0 ? low : high), Bound(to, step > 0 ? high : low));
        for (var at = start; step > 0 ? at < end : at > end; at += step)
            taken.Add(items[(int)at]);
        return of is string ? string.Concat(taken) : of is TemplateTuple ? new TemplateTuple(taken) : taken;
    }
}
