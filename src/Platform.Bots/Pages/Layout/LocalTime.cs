using System.Globalization;
using Microsoft.JSInterop;

namespace Platform.Bots.Pages.Layout;

/// <summary>Shows times as clocks show them where the reader is.</summary>
internal sealed class LocalTime(TimeProvider clock)
{
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <summary>Asks the browser where it is; before that, times are UTC.</summary>
    public async Task LoadAsync(IJSObjectReference browser)
    {
        var name = await browser.InvokeAsync<string?>("timeZone");
        if (name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            _zone = zone;
    }

    /// <summary>Date and time to the minute; without the date when it is today.</summary>
    public string Show(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, _zone);
        var today = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), _zone).Date;
        return local.Date == today ? local.ToString("HH:mm", CultureInfo.InvariantCulture) : local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>Date and time to the second.</summary>
    public string ShowExactly(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The day that it is where the reader is.</summary>
    public DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, _zone).DateTime);

    /// <summary>The moment at which a day begins where the reader is.</summary>
    public DateTimeOffset Begin(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, _zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
