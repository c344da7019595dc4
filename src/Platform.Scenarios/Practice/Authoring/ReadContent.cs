using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>One piece of content with one of its versions and the list of all.</summary>
/// <param name="Number">Null for the newest.</param>
/// <returns>Null when it is not there, or not for this person.</returns>
public sealed record ReadContent(TrainerScope By, string Key, int? Number = null) : IRequest<ContentView?>;

/// <param name="Versions">The newest first; empty for what ships.</param>
public sealed record ContentView(string Key, ContentKind Kind, string Lang, string Title, int Latest, int? Released, bool Retired, VersionText Version, IReadOnlyList<VersionRow> Versions)
{
    public bool Ships => Versions.Count == 0;
}

/// <param name="Problems">What the rules say against it today, each with its place.</param>
/// <param name="Sheet">Null when it was not tested.</param>
public sealed record VersionText(int Number, string Text, IReadOnlyList<ContentProblem> Problems, AcceptanceResult? Sheet);

/// <param name="Accepted">Null when it was not tested.</param>
public sealed record VersionRow(int Number, string? Note, string Author, DateTimeOffset At, ContentState State, bool? Accepted);

internal sealed class ReadContentHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ReadContent, ContentView?>
{
    public async Task<ContentView?> Handle(ReadContent query, CancellationToken cancellationToken)
    {
        if (!await query.By.TrainsAsync(db, cancellationToken))
            return null;
        if (await db.AuthoredContents.AsNoTracking().SingleOrDefaultAsync(c => c.Key == query.Key, cancellationToken) is not { } content)
            return await ShippedAsync(query.Key, cancellationToken);

        var number = query.Number ?? content.Latest;
        if (await db.AuthoredVersions.AsNoTracking().SingleOrDefaultAsync(v => v.ContentId == content.Id && v.Number == number, cancellationToken) is not { } version)
            return null;
        var versions = await db.AuthoredVersions.AsNoTracking().Where(v => v.ContentId == content.Id).OrderByDescending(v => v.Number)
            .Select(v => new VersionRow(v.Number, v.Note, db.Users.Where(u => u.Id == v.AuthorId).Select(u => u.DisplayName ?? u.UserName).FirstOrDefault() ?? "", v.At, v.State, v.Accepted))
            .ToListAsync(cancellationToken);
        var (_, problems) = DraftReader.Read(content.Kind, content.Key, content.Lang, version.Text);
        var sheet = version.Sheet is null ? null : JsonSerializer.Deserialize<AcceptanceResult>(version.Sheet, JsonSerializerOptions.Web);
        return new ContentView(content.Key, content.Kind, content.Lang, content.Title, content.Latest, content.Released, content.RetiredAt is not null, new VersionText(number, version.Text, problems, sheet), versions);
    }

    private async Task<ContentView?> ShippedAsync(string key, CancellationToken cancellationToken) => ShippedText.Find(scenes, key) is { } shipped
        ? new ContentView(key, shipped.Kind, DraftReader.LangOf(shipped.Content), ShippedText.TitleOf(shipped.Content), 0, null, Retired: false,
            new VersionText(0, await ShippedText.ReadAsync(shipped.Kind, shipped.Content, cancellationToken), [], null), [])
        : null;
}
