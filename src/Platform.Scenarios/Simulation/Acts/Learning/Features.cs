namespace Platform.Scenarios.Simulation.Acts.Learning;

/// <summary>A text as hashed, weighted features of length one; the same on every machine.</summary>
public sealed class Features
{
    /// <summary>Slots into which features are hashed.</summary>
    public const int Slots = 1 << 18;

    private readonly Dictionary<int, float> _values = [];

    public IReadOnlyDictionary<int, float> Values => _values;

    public Features Add(string feature, float weight = 1)
    {
        var slot = Hash(feature);
        _values[slot] = _values.GetValueOrDefault(slot) + weight;
        return this;
    }

    /// <summary>Letters, words and pairs of words; for Chinese signs, pairs, triples and fours of signs.</summary>
    /// <param name="prefix">Keeps features of several texts apart.</param>
    public Features AddText(string text, string prefix, float weight = 1)
    {
        var lower = text.ToLowerInvariant();
        var units = Units(lower);
        for (var i = 0; i < units.Count; i++)
        {
            Add($"{prefix}1{units[i]}", weight);
            if (i + 1 < units.Count)
                Add($"{prefix}2{units[i]} {units[i + 1]}", weight);
            if (i + 2 < units.Count)
                Add($"{prefix}3{units[i]} {units[i + 1]} {units[i + 2]}", weight * 0.8f);
            if (IsSign(units[i][0]) && i + 3 < units.Count)
                Add($"{prefix}4{string.Concat(units.Skip(i).Take(4))}", weight * 0.6f);
            if (!IsSign(units[i][0]) && units[i].Length > 3)
                for (var start = 0; start + 4 <= units[i].Length; start++)
                    Add($"{prefix}c{units[i].AsSpan(start, 4)}", weight * 0.4f);
        }

        for (var i = 0; i < Math.Min(3, units.Count); i++)
            Add($"{prefix}s{i}{units[i]}", weight);
        if (units.Count > 1)
            Add($"{prefix}ss{units[0]} {units[1]}", weight);
        if (units.Count > 0)
            Add($"{prefix}e{units[^1]}", weight);
        return this;
    }

    /// <summary>Words in lower case, signs of scripts without blanks one by one, numbers as one, question and exclamation marks.</summary>
    public static List<string> Units(string lower)
    {
        var units = new List<string>();
        for (var i = 0; i < lower.Length; i++)
        {
            if (IsSign(lower[i]) || lower[i] is '?' or '？' or '！' or '!' or '《' or '%')
            {
                units.Add(lower[i] == '？' ? "?" : lower[i] == '！' ? "!" : lower[i].ToString());
            }
            else if (char.IsDigit(lower[i]))
            {
                while (i + 1 < lower.Length && char.IsDigit(lower[i + 1]))
                    i++;
                units.Add("0");
            }
            else if (char.IsLetter(lower[i]))
            {
                var start = i;
                while (i + 1 < lower.Length && (char.IsLetter(lower[i + 1]) || lower[i + 1] == '\'') && !IsSign(lower[i + 1]))
                    i++;
                units.Add(lower[start..(i + 1)]);
            }
        }

        return units;
    }

    /// <summary>Indices and values, scaled to length one.</summary>
    public (int[] Indices, float[] Values) ToVector()
    {
        var indices = _values.Keys.Order().ToArray();
        var values = Array.ConvertAll(indices, index => MathF.Sign(_values[index]) * MathF.Log(1 + MathF.Abs(_values[index])));
        var length = MathF.Sqrt(values.Sum(value => value * value));
        return (indices, length > 0 ? Array.ConvertAll(values, value => value / length) : values);
    }

    private static bool IsSign(char sign) => sign is >= '\u3400' and <= '\u9fff';

    private static int Hash(string feature)
    {
        var hash = 2166136261u;
        foreach (var sign in feature)
            hash = unchecked((hash ^ sign) * 16777619u);
        return (int)((hash ^ (hash >> 15)) & (Slots - 1));
    }
}
