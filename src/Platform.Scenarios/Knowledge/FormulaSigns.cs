namespace Platform.Scenarios.Knowledge;

/// <summary>Keeps a spreadsheet program from running a cell of a CSV file: an apostrophe before what it would take for a formula.</summary>
internal static class FormulaSigns
{
    private const string Starts = "=+-@\t\r＝＋－＠";

    public static string Escape(string cell) => LooksLikeFormula(cell) ? "'" + cell : cell;

    /// <summary>Takes back what <see cref="Escape"/> did, and nothing else.</summary>
    public static string Unescape(string cell) => cell.StartsWith('\'') && LooksLikeFormula(cell) ? cell[1..] : cell;

    /// <summary>Behind any apostrophes, so that escaping can be undone without doubt.</summary>
    private static bool LooksLikeFormula(string cell)
    {
        var inner = cell.AsSpan().TrimStart('\'');
        return inner.Length > 0 && Starts.Contains(inner[0], StringComparison.Ordinal);
    }
}
