using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>Keeps a text as the next version. A broken one is kept too: it can be worked on, but neither tried nor released.</summary>
/// <param name="BasedOn">The version that its author had before them.</param>
public sealed record SaveDraft(TrainerScope By, string Key, int BasedOn, string Text, string? Note) : IRequest<SaveDraftOutcome>
{
    /// <summary>More than twice the longest file that ships.</summary>
    public const int MostSigns = 60_000;
}

public abstract record SaveDraftOutcome
{
    /// <param name="Problems">Every problem with its place; empty when it can be played.</param>
    public sealed record Saved(int Number, IReadOnlyList<ContentProblem> Problems) : SaveDraftOutcome;

    /// <summary>The same text is the newest version already.</summary>
    public sealed record Unchanged(int Number) : SaveDraftOutcome;

    /// <summary>Somebody else saved in the meantime.</summary>
    public sealed record Overtaken(int Latest) : SaveDraftOutcome;

    public sealed record NoSuchContent : SaveDraftOutcome;
}

internal sealed class SaveDraftRules : AbstractValidator<SaveDraft>
{
    public SaveDraftRules()
    {
        RuleFor(save => save.Text).NotNull().MaximumLength(SaveDraft.MostSigns);
        RuleFor(save => save.Note).MaximumLength(AuthoredVersion.NoteLength);
    }
}

internal sealed class SaveDraftHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<SaveDraft, SaveDraftOutcome>
{
    public async Task<SaveDraftOutcome> Handle(SaveDraft command, CancellationToken cancellationToken)
    {
        if (!await command.By.TrainsAsync(db, cancellationToken) || await db.AuthoredContents.SingleOrDefaultAsync(c => c.Key == command.Key, cancellationToken) is not { } content)
            return new SaveDraftOutcome.NoSuchContent();
        if (content.Latest != command.BasedOn)
            return new SaveDraftOutcome.Overtaken(content.Latest);
        var newest = await db.AuthoredVersions.Where(v => v.ContentId == content.Id && v.Number == content.Latest).Select(v => v.Text).SingleAsync(cancellationToken);
        if (newest == command.Text) // compared here: to some databases A is a
            return new SaveDraftOutcome.Unchanged(content.Latest);

        var (read, problems) = DraftReader.Read(content.Kind, content.Key, content.Lang, command.Text);
        if (read is not null)
            content.Title = Versions.Short(ShippedText.TitleOf(read));
        Versions.Add(db, content, command.Text, command.Note, command.By.Id, clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) // another save took the number
        {
            return new SaveDraftOutcome.Overtaken(await db.AuthoredContents.AsNoTracking().Where(c => c.Id == content.Id).Select(c => c.Latest).SingleAsync(cancellationToken));
        }

        return new SaveDraftOutcome.Saved(content.Latest, problems);
    }
}

internal static class Versions
{
    public static void Add(PlatformDbContext db, AuthoredContent content, string text, string? note, Guid author, DateTimeOffset at) => db.AuthoredVersions.Add(new AuthoredVersion
    {
        ContentId = content.Id,
        Number = ++content.Latest,
        Text = text,
        Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(),
        AuthorId = author,
        At = at,
    });

    public static string Short(string title) => title.Length <= AuthoredContent.TitleLength ? title : title[..AuthoredContent.TitleLength];
}
