using System.Globalization;
using System.Numerics;

namespace Platform.Model.Generation.Constraints;

/// <summary>Numbers between two bounds, as automata over their digits.</summary>
internal static class NumberRanges
{
    private const int MostPlaces = 4;
    private static readonly decimal Far = 999_999_999_999_999m;

    /// <param name="low">Null for none.</param>
    /// <param name="lowOut">The bound itself is left out.</param>
    /// <param name="whole">Only whole numbers; else up to four decimal places, more where the bounds lie closer together.</param>
    public static void Add(Rule rule, int from, int to, decimal? low, bool lowOut, decimal? high, bool highOut, bool whole)
    {
        var found = false;
        for (var places = 0; places <= (whole ? 0 : found ? MostPlaces : 15); places++)
        {
            var scale = Pow(places);
            if (Least(low ?? -Far, scale, lowOut && low is not null) is not { } least || Most(high ?? Far, scale, highOut && high is not null) is not { } most || least > most)
                continue;
            found = true;
            Signed(rule, from, to, least, most, places);
            if (places >= MostPlaces)
                break;
        }

        if (!found)
            throw new ConstraintException($"The form at {rule.Name} admits no number between its bounds.");
    }

    private static decimal Pow(int places) => Enumerable.Repeat(10m, places).Aggregate(1m, (product, ten) => product * ten);

    private static BigInteger? Least(decimal bound, decimal scale, bool isOut) => Scaled(bound, scale, decimal.Ceiling, isOut ? 1 : 0);

    private static BigInteger? Most(decimal bound, decimal scale, bool isOut) => Scaled(bound, scale, decimal.Floor, isOut ? -1 : 0);

    private static BigInteger? Scaled(decimal bound, decimal scale, Func<decimal, decimal> round, int inward)
    {
        try
        {
            var scaled = bound * scale;
            var rounded = round(scaled);
            return new BigInteger(rounded) + (rounded == scaled ? inward : 0);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static void Signed(Rule rule, int from, int to, BigInteger least, BigInteger most, int places)
    {
        if (most >= 0)
            Digits(rule, from, to, BigInteger.Max(least, 0), most, places);
        if (least < 0)
            Digits(rule, JsonLanguage.Mark(rule, from, '-'), to, BigInteger.Max(-most, 1), -least, places);
    }

    /// <summary>Numbers of each length by itself; a point stands before the last <paramref name="places"/> digits.</summary>
    private static void Digits(Rule rule, int from, int to, BigInteger least, BigInteger most, int places)
    {
        var lowest = Written(least, places);
        var highest = Written(most, places);
        for (var length = lowest.Length; length <= highest.Length; length++)
        {
            var low = length == lowest.Length ? lowest : "1" + new string('0', length - 1);
            var high = length == highest.Length ? highest : new string('9', length);
            Between(rule, from, to, low, high, length - places);
        }
    }

    private static string Written(BigInteger value, int places) => value.ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');

    private static void Between(Rule rule, int from, int to, string low, string high, int point)
    {
        var known = new Dictionary<(int, bool, bool), int>();
        Step(from, 0, onLow: true, onHigh: true);

        void Step(int node, int at, bool onLow, bool onHigh)
        {
            if (at == low.Length)
            {
                rule.Empty(node, to);
                return;
            }

            if (at == point)
                node = JsonLanguage.Mark(rule, node, '.');
            for (var digit = onLow ? low[at] : '0'; digit <= (onHigh ? high[at] : '9'); digit++)
            {
                var next = (at + 1, onLow && digit == low[at], onHigh && digit == high[at]);
                if (!known.TryGetValue(next, out var reached))
                {
                    known.Add(next, reached = rule.Node());
                    Step(reached, next.Item1, next.Item2, next.Item3);
                }

                rule.Byte(node, (byte)digit, (byte)digit, reached);
            }
        }
    }
}
