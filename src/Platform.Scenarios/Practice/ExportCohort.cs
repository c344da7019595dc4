using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using MediatR;
using Platform.Data;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Practice.Listing;

namespace Platform.Scenarios.Practice;

/// <summary>The matrix of a cohort for spreadsheet programs: a line for each trainee, two columns for each skill.</summary>
/// <param name="Headings">Of the table, in the reader's language.</param>
public sealed record ExportCohort(TrainerScope By, Guid Cohort, CohortHeadings Headings, PracticeFilter? Filter = null) : IRequest<CohortFile?>;

/// <param name="Trend">Follows the name of the skill whose trend it is.</param>
/// <param name="IsChinese">In which language skills are named.</param>
public sealed record CohortHeadings(string Trainee, string Sessions, string Score, string Trend, bool IsChinese);

/// <param name="Content">CSV in UTF-8 with its mark.</param>
public sealed record CohortFile(string Name, byte[] Content);

internal sealed class ExportCohortHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ExportCohort, CohortFile?>
{
    public async Task<CohortFile?> Handle(ExportCohort query, CancellationToken cancellationToken) =>
        await new ProgressReader(db, scenes).Handle(new ReadCohortMatrix(query.By, query.Cohort, query.Filter), cancellationToken) is { } matrix
            ? new CohortFile("cohort.csv", Csv(matrix, query.Headings))
            : null;

    /// <summary>Words of people are escaped, so that no spreadsheet program runs them; figures are ours and stay figures.</summary>
    private static byte[] Csv(CohortMatrix matrix, CohortHeadings headings)
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        using (var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", ShouldQuote = _ => true }))
        {
            Write(csv, [headings.Trainee, headings.Sessions, headings.Score, .. matrix.Skills.Select(skill => headings.IsChinese ? skill.Zh : skill.En).SelectMany(name => new[] { name, $"{name} {headings.Trend}" })]);
            foreach (var row in matrix.Rows)
                Write(csv, [FormulaSigns.Escape(row.Name), Whole(row.Sessions), Whole(row.LastScore), .. matrix.Skills.SelectMany(skill => Cells(row.Cells.GetValueOrDefault(skill.Id)))]);
        }

        return stream.ToArray();
    }

    private static void Write(CsvWriter csv, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
            csv.WriteField(cell);
        csv.NextRecord();
    }

    private static string[] Cells(SkillCell? cell) => cell is null ? ["", ""] : [cell.Last.ToString("0.##", CultureInfo.InvariantCulture), cell.Trend.ToString("0.#", CultureInfo.InvariantCulture)];

    private static string Whole(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
