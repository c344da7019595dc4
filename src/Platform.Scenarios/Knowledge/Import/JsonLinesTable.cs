using System.Text.Json;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>A JSON object on each line; the wordings as a list or as text.</summary>
internal static class JsonLinesTable
{
    public static SourceTable Read(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        var rows = new List<SourceRow>();
        var ignored = new SortedSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in SourceText.Decode(content).Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;

            cancellationToken.ThrowIfCancellationRequested();
            if (rows.Count == limits.MostRows)
                throw new ImportFileException(FileProblem.TooManyRows, $"it has more than {limits.MostRows} rows (Knowledge:MostRows); part it") { Chinese = $"超过 {limits.MostRows} 行（Knowledge:MostRows），请拆分" };
            rows.Add(Row(number, line, ignored));
        }

        return new SourceTable(rows, [.. ignored]);
    }

    private static SourceRow Row(int number, string line, SortedSet<string> ignored)
    {
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 8 });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return Broken(number, $"an object was expected, {json.RootElement.ValueKind} was found");

            var cells = new List<SourceCell>();
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (ColumnNames.Of(property.Name) is not { } column)
                {
                    if (ignored.Count < 50) ignored.Add(property.Name);
                    continue;
                }

                if (!TryRead(column, property.Value, cells))
                    return Broken(number, $"'{property.Name}' is a {property.Value.ValueKind}; text was expected");
            }

            return new SourceRow(number, cells);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException) // the latter: half a pair of surrogates
        {
            return Broken(number, broken.Message);
        }
    }

    private static bool TryRead(EntryColumn column, JsonElement value, List<SourceCell> cells)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return true;
            case JsonValueKind.String:
                cells.Add(new SourceCell(column, value.GetString()!));
                return true;
            case JsonValueKind.Number when column == EntryColumn.Id:
                cells.Add(new SourceCell(column, value.GetRawText()));
                return true;
            case JsonValueKind.Array when column is EntryColumn.Similar:
                foreach (var item in value.EnumerateArray())
                {
                    if (item.ValueKind != JsonValueKind.String)
                        return false;
                    cells.Add(new SourceCell(EntryColumn.OneSimilar, item.GetString()!));
                }

                return true;
            default:
                return false;
        }
    }

    private static SourceRow Broken(int number, string why) => new(number, [], new RuleBroken("row", ImportRule.BrokenRow, why));
}
