using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>Tables as text by RFC 4180, parted by comma, semicolon or tab; formula signs that an export escaped are taken back.</summary>
internal static class CsvTable
{
    private static readonly char[] Delimiters = [',', '\t', ';'];

    public static SourceTable Read(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        var text = SourceText.Decode(content);
        using var reader = new StringReader(text);
        using var parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = DelimiterOf(text).ToString(),
            BadDataFound = null, // a stray quote inside a cell is kept as it stands
            MaxFieldSize = EntryContent.LongestAnswer * 10,
            IgnoreBlankLines = true,
        });
        try
        {
            return Read(parser, limits, cancellationToken);
        }
        catch (MaxFieldSizeException failure)
        {
            throw new ImportFileException(FileProblem.Damaged, $"a cell near line {parser.RawRow} is longer than {EntryContent.LongestAnswer * 10} characters; a quote may be missing", failure) { Chinese = $"第 {parser.RawRow} 行附近有一格超过 {EntryContent.LongestAnswer * 10} 个字符，可能缺少引号" };
        }
        catch (CsvHelperException failure)
        {
            throw new ImportFileException(FileProblem.Damaged, $"it cannot be read near line {parser.RawRow}", failure) { Chinese = $"第 {parser.RawRow} 行附近无法读取" };
        }
    }

    private static SourceTable Read(CsvParser parser, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        if (!parser.Read())
            throw new ImportFileException(FileProblem.NoColumns, "it is empty; a first row with column names is needed") { Chinese = "文件是空的，第一行应为列名" };

        var headers = parser.Record ?? [];
        var columns = headers.Select(ColumnNames.Of).ToArray();
        ColumnNames.Require(columns, headers);

        var rows = new List<SourceRow>();
        var line = parser.RawRow + 1;
        while (parser.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (rows.Count == limits.MostRows)
                throw new ImportFileException(FileProblem.TooManyRows, $"it has more than {limits.MostRows} rows (Knowledge:MostRows); part it") { Chinese = $"超过 {limits.MostRows} 行（Knowledge:MostRows），请拆分" };

            var cells = parser.Record ?? [];
            if (cells.Any(cell => !string.IsNullOrWhiteSpace(cell)))
                rows.Add(Row(line, cells, columns));
            line = parser.RawRow + 1;
        }

        return new SourceTable(rows, [.. headers.Where((_, i) => columns[i] is null)]);
    }

    private static SourceRow Row(int line, string[] cells, EntryColumn?[] columns) => cells.Length > columns.Length && cells[columns.Length..].Any(c => c.Length > 0)
        ? new SourceRow(line, [], new RuleBroken("row", ImportRule.BrokenRow, $"{cells.Length} cells under {columns.Length} column names; a cell with a delimiter must stand in quotes"))
        : new SourceRow(line, [.. cells.Take(columns.Length).Select((cell, i) => (cell, column: columns[i])).Where(c => c.column is not null).Select(c => new SourceCell(c.column!.Value, FormulaSigns.Unescape(c.cell)))]);

    /// <summary>The one that stands most often in the first line, outside quotes.</summary>
    private static char DelimiterOf(string text)
    {
        var counts = new int[Delimiters.Length];
        var quoted = false;
        foreach (var sign in text)
        {
            if (sign == '"') quoted = !quoted;
            if (sign == '\n' && !quoted) break;
            if (!quoted && Array.IndexOf(Delimiters, sign) is var place and >= 0) counts[place]++;
        }

        return Delimiters[Array.IndexOf(counts, counts.Max())];
    }
}
