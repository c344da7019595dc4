using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Operations;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>Begins content of one's own with the text of another, what ships or what was authored (its newest version), under a new id.</summary>
public sealed record CopyContent(TrainerScope By, string Source, string Key) : IRequest<CopyContentOutcome>;

public abstract record CopyContentOutcome
{
    public sealed record Copied : CopyContentOutcome;

    public sealed record NoSuchContent : CopyContentOutcome;

    public sealed record Taken : CopyContentOutcome;

    /// <summary>Not lower-case words with hyphens, or, for English content, without <c>-en</c> at its end.</summary>
    public sealed record NoId : CopyContentOutcome;

    /// <summary>The source is no JSON object, so that its id cannot be replaced.</summary>
    public sealed record Unreadable : CopyContentOutcome;
}

internal sealed class CopyContentHandler(PlatformDbContext db, PracticeScenes scenes, TimeProvider clock) : IRequestHandler<CopyContent, CopyContentOutcome>
{
    public async Task<CopyContentOutcome> Handle(CopyContent command, CancellationToken cancellationToken)
    {
        if (await new ReadContentHandler(db, scenes).Handle(new ReadContent(command.By, command.Source), cancellationToken) is not { } source)
            return new CopyContentOutcome.NoSuchContent();
        if (command.Key.Length > AuthoredContent.KeyLength || !Rules.IsId(command.Key) || (source.Lang == Rules.English && !command.Key.EndsWith("-en", StringComparison.Ordinal)))
            return new CopyContentOutcome.NoId();
        if (ShippedText.Find(scenes, command.Key) is not null || await db.AuthoredContents.AnyAsync(c => c.Key == command.Key, cancellationToken))
            return new CopyContentOutcome.Taken();
        if (ContentDocument.TryRead(source.Version.Text) is not { } document)
            return new CopyContentOutcome.Unreadable();

        var content = new AuthoredContent { Kind = source.Kind, Key = command.Key, Lang = source.Lang, Title = Versions.Short(source.Title), CreatedAt = clock.GetUtcNow() };
        db.AuthoredContents.Add(content);
        Versions.Add(db, content, document.With("id", JsonValue.Create(command.Key)).Without("translationOf").Text, command.Source, command.By.Id, clock.GetUtcNow());
        db.Audit(clock.GetUtcNow(), command.By.Id, "practice-content.copy", content.Id);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) // the id was taken in the meantime
        {
            return new CopyContentOutcome.Taken();
        }

        return new CopyContentOutcome.Copied();
    }
}
