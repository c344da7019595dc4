using System.Diagnostics;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Knowledge;
using Platform.Data.Operations;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>Takes a file into the knowledge base: rows as entries, documents as passages. The same file again changes nothing.</summary>
/// <param name="FileName">As the person named it; only its last part and its ending are looked at, it is never opened.</param>
/// <param name="As">Null decides by the ending.</param>
/// <param name="Language">For rows and documents that do not say theirs; null reads it from the file's name (<c>.zh.md</c>), else from the text.</param>
/// <param name="Audience">For rows and documents that do not say theirs.</param>
/// <param name="AccountId">Who imports; null for a command.</param>
/// <param name="Train">Whether it waits until a small base is trained; several files in a row leave that to the last.</param>
public sealed record ImportKnowledge(
    string FileName, byte[] Content, ImportAs? As = null, string? Language = null, string Audience = Audiences.Public, Guid? AccountId = null,
    bool Train = true)
    : IRequest<ImportOutcome>
{
    /// <summary>Endings of the files that can be taken, for a file dialog: <c>.csv</c>, <c>.docx</c> …</summary>
    public static IReadOnlyList<string> Endings => [.. SourceFormat.Endings];

    public static bool CanTake(string fileName) => SourceFormat.Endings.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase);
}

public enum ImportAs
{
    Entries = 0,
    Documents = 1,
}

public abstract record ImportOutcome
{
    public sealed record Done(ImportReport Report) : ImportOutcome;

    /// <summary>Nothing was taken, because of the file as a whole.</summary>
    public sealed record Refused(string FileName, FileFault Fault) : ImportOutcome;
}

/// <summary>What became of each row or document of a file.</summary>
/// <param name="Refusals">Every row that was not taken, and why.</param>
/// <param name="IgnoredColumns">Columns whose name says nothing to the import.</param>
public sealed record ImportReport(
    string FileName, ImportAs As, int Added, int Changed, int Unchanged, IReadOnlyList<RowRefused> Refusals, IReadOnlyList<string> IgnoredColumns)
{
    public bool ChangedNothing => Added == 0 && Changed == 0;
}

/// <param name="Row">As a person counts: the first line of the file is 1.</param>
public sealed record RowRefused(int Row, RuleBroken Rule);

internal sealed class ImportKnowledgeHandler(
    KnowledgeLedger ledger, LiveKnowledge knowledge, IOptions<KnowledgeOptions> options, TimeProvider clock, ILogger<ImportKnowledgeHandler> logger)
    : IRequestHandler<ImportKnowledge, ImportOutcome>
{
    public async Task<ImportOutcome> Handle(ImportKnowledge command, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var name = SourceName.Of(command.FileName);
        try
        {
            if (command.Content.Length > options.Value.MostFileBytes)
                throw new ImportFileException(FileProblem.TooLarge, $"{command.Content.Length} bytes; at most {options.Value.MostFileBytes} are taken (Knowledge:MostFileBytes)") { Chinese = $"文件有 {command.Content.Length} 字节，最多 {options.Value.MostFileBytes} 字节（Knowledge:MostFileBytes）" };

            var format = SourceFormat.Of(name, command.As);
            var report = format.As == ImportAs.Entries
                ? await ImportEntriesAsync(name, format, command, cancellationToken)
                : await ImportDocumentAsync(name, format, command, cancellationToken);
            logger.Imported(report.Added, report.Changed, report.Unchanged, report.Refusals.Count, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (command.Train && !report.ChangedNothing)
                await knowledge.CatchUpAsync(cancellationToken);
            return new ImportOutcome.Done(report);
        }
        catch (ImportFileException fault)
        {
            return new ImportOutcome.Refused(name, new FileFault(fault.Problem, fault.Message, fault.Chinese));
        }
    }

    private async Task<ImportReport> ImportEntriesAsync(string name, SourceFormat format, ImportKnowledge command, CancellationToken cancellationToken)
    {
        var table = format.ReadTable(command.Content, options.Value, cancellationToken);
        var rows = EntryRows.Read(table, command.Language ?? SourceName.LanguageOf(name), command.Audience);
        return await ledger.ChangeAsync(async db =>
        {
            var known = await db.KnowledgeEntries.ToDictionaryAsync(e => (e.ExternalId, e.Language), cancellationToken);
            var refusals = rows.Refusals.ToList();
            var origin = new ChangeOrigin("imported", clock.GetUtcNow(), command.AccountId, name);
            var (added, changed, unchanged) = (0, 0, 0);
            foreach (var row in rows.Good)
            {
                var entry = known.GetValueOrDefault((row.Id, row.Language));
                if (entry is null)
                {
                    EntryChanges.Add(db, row.Id, row.Language, row.Content, origin);
                    added++;
                    continue;
                }

                var content = row.SaysState ? row.Content : row.Content with { State = entry.State };
                if (entry.ContentHash == content.Hash())
                {
                    unchanged++;
                }
                else if (entry.State == KnowledgeState.Archived && !row.SaysState)
                {
                    refusals.Add(new RowRefused(row.Number, new RuleBroken("id", ImportRule.Archived, row.Id)));
                }
                else
                {
                    EntryChanges.Write(db, entry, content, origin);
                    changed++;
                }
            }

            if (added + changed > 0)
                Audit(db, command, name, new { entries = true, added, changed, unchanged, refused = refusals.Count });
            return new ImportReport(name, ImportAs.Entries, added, changed, unchanged, [.. refusals.OrderBy(r => r.Row)], table.IgnoredColumns);
        }, cancellationToken);
    }

    private async Task<ImportReport> ImportDocumentAsync(string name, SourceFormat format, ImportKnowledge command, CancellationToken cancellationToken)
    {
        var text = format.ReadDocument(command.Content, options.Value, cancellationToken);
        var passages = PassageSplitter.Split(text, options.Value.PassageLength);
        if (passages.Count == 0)
            throw new ImportFileException(FileProblem.NoText, "it holds no text") { Chinese = "其中没有文字" };

        var language = command.Language ?? SourceName.LanguageOf(name) ?? KnowledgeLanguage.Of(string.Join('\n', passages.Select(p => p.Text))) ?? KnowledgeLanguage.English;
        return await ledger.ChangeAsync(async db =>
        {
            var now = clock.GetUtcNow();
            var change = await DocumentChanges.ApplyAsync(
                db, new DocumentSource(name, language, format.MediaType, command.Audience, text.Title ?? name, command.Content), passages, now, cancellationToken);
            if (change != DocumentChange.Unchanged)
                Audit(db, command, name, new { documents = true, change = change.ToString(), passages = passages.Count });
            return new ImportReport(
                name, ImportAs.Documents, change == DocumentChange.Added ? 1 : 0, change == DocumentChange.Changed ? 1 : 0, change == DocumentChange.Unchanged ? 1 : 0, [], []);
        }, cancellationToken);
    }

    private void Audit(PlatformDbContext db, ImportKnowledge command, string name, object figures) =>
        db.Audit(clock.GetUtcNow(), command.AccountId, "knowledge.import", name.Length <= 128 ? name : name[..128], figures);
}
