using System.Globalization;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>How far a client has read: the place of a turn. Clients hand it back unread, so its form may change.</summary>
internal static class Watermark
{
    public static string Of(int place) => place.ToString(CultureInfo.InvariantCulture);

    /// <param name="place">Null when there is none: clients send it empty at first.</param>
    /// <returns>Whether it is one of ours.</returns>
    public static bool TryParse(string? watermark, out int? place)
    {
        place = null;
        if (string.IsNullOrEmpty(watermark))
            return true;
        if (!int.TryParse(watermark, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
            return false;
        place = parsed;
        return true;
    }
}
