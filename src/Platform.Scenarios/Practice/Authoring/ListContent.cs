using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>Everything that can be played in a language, what ships and what trainers authored, drafts and retired too.</summary>
/// <returns>Nothing for somebody who does not train others.</returns>
public sealed record ListContent(TrainerScope By, string Lang) : IRequest<IReadOnlyList<ContentRow>>;

/// <param name="Latest">Number of the newest version; null for what ships.</param>
/// <param name="Released">Number of the version in use.</param>
public sealed record ContentRow(string Key, ContentKind Kind, string Title, string Lang, int? Latest, int? Released, bool Retired)
{
    public bool Ships => Latest is null;
}

internal sealed class ListContentHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ListContent, IReadOnlyList<ContentRow>>
{
    public async Task<IReadOnlyList<ContentRow>> Handle(ListContent query, CancellationToken cancellationToken)
    {
        if (!await query.By.TrainsAsync(db, cancellationToken))
            return [];
        var authored = await db.AuthoredContents.AsNoTracking().Where(c => c.Lang == query.Lang).OrderBy(c => c.Kind).ThenBy(c => c.Key)
            .Select(c => new ContentRow(c.Key, c.Kind, c.Title, c.Lang, c.Latest, c.Released, c.RetiredAt != null)).ToListAsync(cancellationToken);
        return [.. authored, .. ShippedText.All(scenes).Where(one => DraftReader.LangOf(one.Content) == query.Lang)
            .Select(one => new ContentRow(one.Content.Id, one.Kind, ShippedText.TitleOf(one.Content), query.Lang, null, null, Retired: false))];
    }
}
