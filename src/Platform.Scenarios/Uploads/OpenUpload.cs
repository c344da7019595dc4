using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Uploads;

/// <summary>Opens a kept file by the key in its address.</summary>
/// <param name="KeptSince">Files that were kept earlier count as deleted, also when nobody has got round to it.</param>
public sealed record OpenUpload(string Key, DateTimeOffset KeptSince) : IRequest<OpenedUpload?>;

/// <param name="Bytes">The caller disposes it.</param>
public sealed record OpenedUpload(string Name, string ContentType, Stream Bytes);

internal sealed class OpenUploadHandler(IDbContextFactory<PlatformDbContext> contexts, UploadFiles files) : IRequestHandler<OpenUpload, OpenedUpload?>
{
    /// <returns>Null when no file has this key, or it was deleted.</returns>
    public async Task<OpenedUpload?> Handle(OpenUpload query, CancellationToken cancellationToken)
    {
        var hash = UploadFiles.HashOf(query.Key);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.KeyHash == hash && u.At >= query.KeptSince, cancellationToken);
        if (upload is null)
            return null;

        try
        {
            var bytes = new FileStream(files.PathOf(upload.Id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 4096, FileOptions.Asynchronous);
            return new OpenedUpload(upload.Name, upload.ContentType, bytes);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
