using System.Text;

namespace Platform.Model.Generation;

/// <summary>Finds stop texts in text that comes in pieces, and holds back what may be the beginning of one.</summary>
internal sealed class StopTexts(IReadOnlyList<string> stops)
{
    private readonly StringBuilder _held = new();

    /// <summary>The stop text that was found; nothing comes after it.</summary>
    public string? Found { get; private set; }

    /// <returns>The text that can be shown now; without the stop text and what follows it.</returns>
    public string Add(string text)
    {
        if (Found is not null)
            return "";
        if (stops.Count == 0)
            return text;
        if (text.Length == 0)
            return "";

        var all = _held.Append(text).ToString();
        _held.Clear();
        var (at, found) = First(all);
        if (found is not null)
        {
            Found = found;
            return all[..at];
        }

        var keep = Held(all);
        _held.Append(all, all.Length - keep, keep);
        return all[..^keep];
    }

    /// <summary>What was held back, when no more text comes.</summary>
    public string Rest()
    {
        var rest = _held.ToString();
        _held.Clear();
        return Found is null ? rest : "";
    }

    /// <summary>The one that ends first, as it would be found sign by sign; of those that end at one place the one that begins first.</summary>
    private (int At, string? Stop) First(string text)
    {
        var (at, end, found) = (int.MaxValue, int.MaxValue, (string?)null);
        foreach (var stop in stops)
        {
            var place = text.IndexOf(stop, StringComparison.Ordinal);
            if (place >= 0 && (place + stop.Length < end || (place + stop.Length == end && place < at)))
                (at, end, found) = (place, place + stop.Length, stop);
        }

        return (at, found);
    }

    /// <summary>The longest end of the text that a stop text begins with.</summary>
    private int Held(string text)
    {
        var longest = 0;
        foreach (var stop in stops)
            for (var length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
                if (text.AsSpan(text.Length - length).Equals(stop.AsSpan(0, length), StringComparison.Ordinal))
                {
                    longest = length;
                    break;
                }

        return longest;
    }
}
