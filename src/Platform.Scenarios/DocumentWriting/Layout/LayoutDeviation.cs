using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>What a look at a file's layout found.</summary>
/// <param name="Format">Which of the standard's formats it uses.</param>
/// <param name="Deviations">Empty when it is as the standard has it.</param>
public sealed record LayoutReport(OfficialFormat Format, IReadOnlyList<LayoutDeviation> Deviations);

/// <summary>Something in a file that is not as GB/T 9704-2012 has it.</summary>
/// <param name="Code">Stable, for example <c>margin-top</c>.</param>
/// <param name="Problem">What was found and how to mend it, in Chinese; <paramref name="ProblemEnglish"/> in English.</param>
public sealed record LayoutDeviation(string Code, LayoutPlace Place, string Problem, string ProblemEnglish)
{
    /// <summary>Place and problem, parted by a tab.</summary>
    public string In(bool isChinese) => isChinese ? $"{Place.Chinese}\t{Problem}" : $"{Place.English}\t{ProblemEnglish}";
}

/// <summary>A paragraph by its number and first words, or a part of the file.</summary>
public sealed record LayoutPlace(string Chinese, string English)
{
    public static LayoutPlace Text { get; } = new("全文", "whole text");

    public static LayoutPlace File { get; } = new("文件", "file");

    public static LayoutPlace PageNumber { get; } = new("页码", "page number");
}

/// <summary>The file cannot be read at all; the message says why.</summary>
public sealed class LayoutFileException(string message, Exception? inner = null) : Exception(message, inner);
