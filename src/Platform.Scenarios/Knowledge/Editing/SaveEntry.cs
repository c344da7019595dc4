using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Knowledge;
using Platform.Data.Operations;
using Platform.Scenarios.Knowledge.Import;

namespace Platform.Scenarios.Knowledge.Editing;

/// <summary>Writes an entry, a new one or on top of the version that was read. When it returns, the next answer knows it.</summary>
/// <param name="Id">Null for a new entry.</param>
/// <param name="Version">The version that was read; a save on top of an older one is refused.</param>
/// <param name="Language">Of a new entry; null reads it from the question.</param>
/// <param name="ExternalId">Of a new entry; null makes one from the question.</param>
public sealed record SaveEntry(
    Guid? Id, int Version, EntryContent Content, Guid? AccountId, string? Language = null, string? ExternalId = null, string Source = "console")
    : IRequest<SaveOutcome>;

public abstract record SaveOutcome
{
    public sealed record Saved(Guid Id, int Version) : SaveOutcome;

    /// <summary>Nothing was different.</summary>
    public sealed record Unchanged(Guid Id, int Version) : SaveOutcome;

    public sealed record Refused(IReadOnlyList<RuleBroken> Rules) : SaveOutcome;

    /// <summary>Someone saved in between.</summary>
    public sealed record ChangedMeanwhile(int Version) : SaveOutcome;

    public sealed record NoSuchEntry : SaveOutcome;
}

internal sealed class SaveEntryHandler(KnowledgeLedger ledger, LiveKnowledge knowledge, TimeProvider clock) : IRequestHandler<SaveEntry, SaveOutcome>
{
    public async Task<SaveOutcome> Handle(SaveEntry command, CancellationToken cancellationToken)
    {
        var content = command.Content.Cleaned();
        var broken = content.BrokenRules().ToList();
        if (broken.Count > 0)
            return new SaveOutcome.Refused(broken);

        var outcome = await ledger.ChangeAsync(db => command.Id is { } id
            ? ChangeAsync(db, id, command, content, cancellationToken)
            : AddAsync(db, command, content, cancellationToken), cancellationToken);
        if (outcome is SaveOutcome.Saved)
            await knowledge.CatchUpAsync(cancellationToken);
        return outcome;
    }

    private async Task<SaveOutcome> AddAsync(PlatformDbContext db, SaveEntry command, EntryContent content, CancellationToken cancellationToken)
    {
        var language = command.Language is { } given ? KnowledgeLanguage.Parse(given) : KnowledgeLanguage.Of(content.Question) ?? KnowledgeLanguage.English;
        if (language is null)
            return new SaveOutcome.Refused([new RuleBroken("language", ImportRule.NotALanguage, command.Language!)]);

        var externalId = EntryContent.OneLine(command.ExternalId ?? "");
        if (externalId.Length == 0)
            externalId = EntryRows.IdOf(content.Question);
        if (externalId.Length > EntryRows.LongestId)
            return new SaveOutcome.Refused([new RuleBroken("id", ImportRule.BadId, externalId)]);
        if (await db.KnowledgeEntries.AnyAsync(e => e.ExternalId == externalId && e.Language == language, cancellationToken))
            return new SaveOutcome.Refused([new RuleBroken("id", ImportRule.QuestionTaken, externalId, language)]);

        var entry = EntryChanges.Add(db, externalId, language, content, new ChangeOrigin("created", clock.GetUtcNow(), command.AccountId, command.Source));
        db.Audit(clock.GetUtcNow(), command.AccountId, "knowledge.create", entry.Id, new { entry.Version });
        return new SaveOutcome.Saved(entry.Id, entry.Version);
    }

    private async Task<SaveOutcome> ChangeAsync(PlatformDbContext db, Guid id, SaveEntry command, EntryContent content, CancellationToken cancellationToken)
    {
        var entry = await db.KnowledgeEntries.SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        if (entry is null)
            return new SaveOutcome.NoSuchEntry();
        if (entry.Version != command.Version)
            return new SaveOutcome.ChangedMeanwhile(entry.Version);
        if (entry.ContentHash == content.Hash())
            return new SaveOutcome.Unchanged(entry.Id, entry.Version);

        EntryChanges.Write(db, entry, content, new ChangeOrigin(ActOf(entry.State, content.State), clock.GetUtcNow(), command.AccountId));
        db.Audit(clock.GetUtcNow(), command.AccountId, "knowledge.edit", entry.Id, new { entry.Version, State = entry.State.ToString() });
        return new SaveOutcome.Saved(entry.Id, entry.Version);
    }

    private static string ActOf(KnowledgeState before, KnowledgeState now) => (before, now) switch
    {
        (_, KnowledgeState.Archived) when before != now => "archived",
        (KnowledgeState.Archived, _) when before != now => "unarchived",
        _ => "edited",
    };
}
