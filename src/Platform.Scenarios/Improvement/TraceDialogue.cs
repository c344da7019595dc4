using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;

namespace Platform.Scenarios.Improvement;

/// <summary>Whether its person lets a conversation be learned from, which datasets hold something of a conversation, and which model versions learned from them: also after it was erased.</summary>
public sealed record TraceDialogue(Guid Conversation) : IRequest<DialogueTrace>;

/// <param name="Consents">False also for a conversation that was erased.</param>
public sealed record DialogueTrace(bool Consents, IReadOnlyList<TracedDataset> Datasets, IReadOnlyList<TracedVersion> Versions);

public sealed record TracedDataset(Guid Id, string Name, int Rows);

/// <param name="Direct">It was trained on the rows itself; otherwise a version before it was.</param>
public sealed record TracedVersion(Guid Id, string Name, bool Direct);

internal sealed class TraceDialogueHandler(PlatformDbContext db) : IRequestHandler<TraceDialogue, DialogueTrace>
{
    public async Task<DialogueTrace> Handle(TraceDialogue query, CancellationToken cancellationToken)
    {
        var rows = await db.DatasetRows.AsNoTracking().Where(r => r.ConversationId == query.Conversation).GroupBy(r => r.DatasetVersionId).Select(g => new { Id = g.Key, Rows = g.Count() }).ToListAsync(cancellationToken);
        var held = rows.Select(r => r.Id).ToList();
        var names = await db.DatasetVersions.AsNoTracking().Where(v => held.Contains(v.Id)).ToDictionaryAsync(v => v.Id, v => $"{v.Name} {v.Number}", cancellationToken);
        var versions = await db.ModelVersions.AsNoTracking().OrderBy(v => v.MadeAt).ToListAsync(cancellationToken);
        var taught = new HashSet<Guid>();
        foreach (var version in versions) // a parent is older than its children
            if (version.DatasetVersionId is { } dataset && held.Contains(dataset) || version.ParentId is { } parent && taught.Contains(parent))
                taught.Add(version.Id);
        var conversation = new ConversationId(query.Conversation);
        var events = await db.Turns.AsNoTracking().Where(t => t.ConversationId == conversation && t.Kind == "event").ToListAsync(cancellationToken);
        return new DialogueTrace(
            TrainingConsent.Of(events),
            [.. rows.Select(r => new TracedDataset(r.Id, names[r.Id], r.Rows)).OrderBy(d => d.Name, StringComparer.Ordinal)],
            [.. versions.Where(v => taught.Contains(v.Id)).Select(v => new TracedVersion(v.Id, $"{v.Name} {v.Number}", v.DatasetVersionId is { } dataset && held.Contains(dataset)))]);
    }
}
