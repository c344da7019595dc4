namespace Platform.Scenarios.Knowledge.Import;

/// <summary>What a column of a table of entries holds.</summary>
internal enum EntryColumn
{
    Id = 0,
    Question = 1,

    /// <summary>Several wordings in one cell, parted by line breaks or <c>|</c>.</summary>
    Similar = 2,

    /// <summary>One wording, in a numbered column.</summary>
    OneSimilar = 3,
    Answer = 4,
    Language = 5,
    Topic = 6,
    Audience = 7,
    ValidFrom = 8,
    ValidTo = 9,
    State = 10,
}

/// <summary>A table of entries as it was read, before any rule of entries is asked.</summary>
internal sealed record SourceTable(IReadOnlyList<SourceRow> Rows, IReadOnlyList<string> IgnoredColumns);

/// <param name="Number">The line or row in the file, from 1.</param>
/// <param name="Broken">Set when the row cannot be read at all.</param>
internal sealed record SourceRow(int Number, IReadOnlyList<SourceCell> Cells, RuleBroken? Broken = null)
{
    public string? this[EntryColumn column]
    {
        get
        {
            foreach (var cell in Cells)
                if (cell.Column == column)
                    return cell.Text;
            return null;
        }
    }
}

internal readonly record struct SourceCell(EntryColumn Column, string Text);

/// <summary>Names of columns, Chinese and English; case, blanks, hyphens and underscores do not matter.</summary>
internal static class ColumnNames
{
    private static readonly Dictionary<string, EntryColumn> Known = Names(
        (EntryColumn.Id, ["id", "externalid", "key", "编号", "标识", "序号"]),
        (EntryColumn.Question, ["question", "standardquestion", "q", "问题", "标准问题", "标准问", "标准问法"]),
        (EntryColumn.Similar, ["similar", "similarquestions", "similarquestion", "variants", "paraphrases", "相似问题", "相似问", "相似问法", "扩展问", "扩展问法"]),
        (EntryColumn.Answer, ["answer", "a", "reply", "答案", "回答", "标准答案", "答复"]),
        (EntryColumn.Language, ["language", "lang", "locale", "语言", "语种"]),
        (EntryColumn.Topic, ["topic", "category", "主题", "分类", "类别", "话题"]),
        (EntryColumn.Audience, ["audience", "visibility", "受众", "可见范围", "适用对象"]),
        (EntryColumn.ValidFrom, ["validfrom", "from", "startdate", "生效日期", "开始日期", "有效期起", "有效期从"]),
        (EntryColumn.ValidTo, ["validto", "validuntil", "to", "enddate", "失效日期", "截止日期", "结束日期", "有效期止", "有效期至"]),
        (EntryColumn.State, ["state", "status", "状态"]));

    public static EntryColumn? Of(string header)
    {
        var name = new string([.. header.Where(char.IsLetterOrDigit)]).ToLowerInvariant();
        if (Known.TryGetValue(name, out var column))
            return column;
        return name.TrimEnd([.. "0123456789"]) is var stem && stem.Length < name.Length && Known.GetValueOrDefault(stem) == EntryColumn.Similar
            ? EntryColumn.OneSimilar
            : null;
    }

    /// <exception cref="ImportFileException">The two columns that every entry needs are not there.</exception>
    public static void Require(IEnumerable<EntryColumn?> columns, IEnumerable<string> headers)
    {
        var present = columns.ToHashSet();
        if (!present.Contains(EntryColumn.Question) || !present.Contains(EntryColumn.Answer))
            throw new ImportFileException(FileProblem.NoColumns, $"a column for the question (question, 问题) and one for the answer (answer, 答案) are needed in the first row; found: {string.Join(", ", headers.Take(20))}") { Chinese = $"第一行要有“问题”（question）列和“答案”（answer）列；现有：{string.Join("、", headers.Take(20))}" };
    }

    private static Dictionary<string, EntryColumn> Names(params (EntryColumn Column, string[] Names)[] rows) =>
        rows.SelectMany(row => row.Names.Select(name => (name, row.Column))).ToDictionary(pair => pair.name, pair => pair.Column, StringComparer.Ordinal);
}
