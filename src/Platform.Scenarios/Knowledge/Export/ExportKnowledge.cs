using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Knowledge;
using Platform.Data.Operations;

namespace Platform.Scenarios.Knowledge.Export;

public enum ExportFormat
{
    JsonLines = 0,
    Csv = 1,
    Workbook = 2,
}

/// <summary>All entries as a file that an import takes back unchanged, the archived ones too.</summary>
/// <param name="Language">Null for every language.</param>
public sealed record ExportKnowledge(ExportFormat Format, Guid? AccountId, string? Language = null) : IRequest<ExportedFile>;

public sealed record ExportedFile(string Name, string MediaType, byte[] Content, int Entries);

/// <summary>An entry as it stands in a file.</summary>
internal sealed record ExportRow(string Id, string Language, EntryContent Content);

internal sealed class ExportKnowledgeHandler(IDbContextFactory<PlatformDbContext> contexts, TimeProvider clock) : IRequestHandler<ExportKnowledge, ExportedFile>
{
    public async Task<ExportedFile> Handle(ExportKnowledge command, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await db.KnowledgeEntries.AsNoTracking()
            .Where(e => command.Language == null || e.Language == command.Language)
            .OrderBy(e => e.Language).ThenBy(e => e.ExternalId).ToListAsync(cancellationToken);
        var rows = entries.ConvertAll(e => new ExportRow(e.ExternalId, e.Language, EntryContent.Of(e)));

        db.Audit(clock.GetUtcNow(), command.AccountId, "knowledge.export", command.Format, new { Entries = rows.Count });
        await db.SaveChangesAsync(cancellationToken);
        return command.Format switch
        {
            ExportFormat.Csv => new ExportedFile("knowledge.csv", "text/csv; charset=utf-8", ExportFiles.Csv(rows), rows.Count),
            ExportFormat.Workbook => new ExportedFile("knowledge.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ExportFiles.Workbook(rows), rows.Count),
            _ => new ExportedFile("knowledge.jsonl", "application/jsonl; charset=utf-8", ExportFiles.JsonLines(rows), rows.Count),
        };
    }
}
