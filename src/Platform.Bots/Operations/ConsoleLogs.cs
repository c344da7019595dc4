namespace Platform.Bots.Operations;

/// <summary>The console log: a line an entry, times in UTC.</summary>
internal static class ConsoleLogs
{
    public static void AddConsoleLogs(this WebApplicationBuilder builder) => builder.Logging.AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
    });
}
