using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>The first visible sheet of an XLSX file. Formulas are not trusted: a row with one in a used column is refused.</summary>
internal static class WorkbookTable
{
    private const int LastColumn = 1_000;
    private static readonly DateOnly FirstDay = new(1899, 12, 30); // day 0 of a spreadsheet's calendar

    public static SourceTable Read(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        OfficePackage.Check(content, limits, cancellationToken);
        try
        {
            using var document = SpreadsheetDocument.Open(new MemoryStream(content, writable: false), isEditable: false);
            var workbook = document.WorkbookPart ?? throw new ImportFileException(FileProblem.Damaged, "it holds no workbook") { Chinese = "其中没有工作簿" };
            var sheet = workbook.Workbook?.Sheets?.Elements<Sheet>().FirstOrDefault(s => s.State is null || s.State.Value == SheetStateValues.Visible)
                ?? throw new ImportFileException(FileProblem.NoColumns, "it holds no visible sheet") { Chinese = "没有可见的工作表" };
            return sheet.Id?.Value is { } id && workbook.TryGetPartById(id, out var part) && part is WorksheetPart worksheet
                ? Read(worksheet, SharedTexts(workbook), limits, cancellationToken)
                : throw new ImportFileException(FileProblem.Damaged, "its first sheet is missing") { Chinese = "缺少第一张工作表" };
        }
        catch (Exception failure) when (failure is OpenXmlPackageException or InvalidDataException or FormatException or System.Xml.XmlException or KeyNotFoundException or InvalidOperationException or IOException or UriFormatException)
        {
            throw new ImportFileException(FileProblem.Damaged, "it is not a whole XLSX workbook", failure) { Chinese = "不是完整的 XLSX 工作簿" };
        }
    }

    private static SourceTable Read(WorksheetPart worksheet, List<string> shared, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        EntryColumn?[]? columns = null;
        string[] headers = [];
        var rows = new List<SourceRow>();
        foreach (var (number, cells) in Rows(worksheet, shared))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (cells.All(c => string.IsNullOrWhiteSpace(c.Text) && !c.IsFormula))
                continue;
            if (columns is null)
            {
                headers = new string[cells.Max(c => c.Column) + 1];
                Array.Fill(headers, "");
                foreach (var cell in cells)
                    headers[cell.Column] = cell.Text;
                columns = [.. headers.Select(ColumnNames.Of)];
                ColumnNames.Require(columns, headers);
                continue;
            }

            if (rows.Count == limits.MostRows)
                throw new ImportFileException(FileProblem.TooManyRows, $"it has more than {limits.MostRows} rows (Knowledge:MostRows); part it") { Chinese = $"超过 {limits.MostRows} 行（Knowledge:MostRows），请拆分" };
            rows.Add(Row(number, cells, columns));
        }

        return columns is null
            ? throw new ImportFileException(FileProblem.NoColumns, "its first sheet is empty; a first row with column names is needed") { Chinese = "第一张工作表是空的，第一行应为列名" }
            : new SourceTable(rows, [.. headers.Where((header, i) => columns[i] is null && header.Length > 0)]);
    }

    private static SourceRow Row(int number, List<SheetCell> cells, EntryColumn?[] columns)
    {
        var used = cells.Where(c => c.Column < columns.Length && columns[c.Column] is not null).ToList();
        if (used.Find(c => c.IsFormula) is { } formula)
            return new SourceRow(number, [], new RuleBroken(NameOf(columns[formula.Column]!.Value), ImportRule.Formula, ""));
        return used.Find(c => c.IsError) is { } error
            ? new SourceRow(number, [], new RuleBroken(NameOf(columns[error.Column]!.Value), ImportRule.BrokenRow, $"the cell holds the error {error.Text}"))
            : new SourceRow(number, [.. used.Select(c => new SourceCell(columns[c.Column]!.Value, AsText(c, columns[c.Column]!.Value)))]);
    }

    private static string NameOf(EntryColumn column) => JsonName(column == EntryColumn.OneSimilar ? EntryColumn.Similar : column);

    private static string JsonName(EntryColumn column) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(column.ToString());

    /// <summary>A day is a number in a sheet, counted from the end of 1899.</summary>
    private static string AsText(SheetCell cell, EntryColumn column) =>
        column is EntryColumn.ValidFrom or EntryColumn.ValidTo && cell.IsNumber
        && double.TryParse(cell.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) && days is >= 1 and < 200_000
            ? EntryContent.Day(FirstDay.AddDays((int)days))
            : cell.Text;

    private static IEnumerable<(int Number, List<SheetCell> Cells)> Rows(WorksheetPart worksheet, List<string> shared)
    {
        using var reader = OpenXmlReader.Create(worksheet);
        var last = 0;
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
                continue;

            var row = (Row)reader.LoadCurrentElement()!;
            last = row.RowIndex is { } index ? (int)index.Value : last + 1;
            yield return (last, Cells(row, shared));
        }
    }

    private static List<SheetCell> Cells(Row row, List<string> shared)
    {
        var cells = new List<SheetCell>();
        var next = 0;
        foreach (var cell in row.Elements<Cell>())
        {
            var column = cell.CellReference?.Value is { } reference ? ColumnOf(reference) : next;
            next = column + 1;
            if (column > LastColumn)
                break;

            var type = cell.DataType?.Value;
            var text = type == CellValues.SharedString && int.TryParse(cell.CellValue?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < shared.Count
                ? shared[place]
                : type == CellValues.InlineString ? TextOf(cell.InlineString) : cell.CellValue?.Text ?? "";
            cells.Add(new SheetCell(column, text, cell.CellFormula is not null, type == CellValues.Error, type is null || type == CellValues.Number));
        }

        return cells;
    }

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var sign in reference.TakeWhile(char.IsAsciiLetter).Take(4))
            column = (column * 26) + char.ToUpperInvariant(sign) - 'A' + 1;
        return Math.Max(column - 1, 0);
    }

    private static List<string> SharedTexts(WorkbookPart workbook)
    {
        var texts = new List<string>();
        if (workbook.SharedStringTablePart is not { } part)
            return texts;

        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement)
                texts.Add(TextOf((SharedStringItem)reader.LoadCurrentElement()!));
        return texts;
    }

    /// <summary>Plain and rich text, without the readings that are written above signs.</summary>
    private static string TextOf(OpenXmlElement? item) => item is null
        ? ""
        : string.Concat(item.ChildElements.Select(child => child is Text text ? text.Text : child is Run run ? run.Text?.Text ?? "" : ""));

    private sealed record SheetCell(int Column, string Text, bool IsFormula, bool IsError, bool IsNumber);
}
