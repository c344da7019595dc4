using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Uploads;

/// <summary>Deletes the uploads that were made before a time, and files that no upload knows.</summary>
public sealed record DropUploads(DateTimeOffset Before) : IRequest<int>;

internal sealed class DropUploadsHandler(IDbContextFactory<PlatformDbContext> contexts, UploadFiles files) : IRequestHandler<DropUploads, int>
{
    /// <returns>How many uploads are gone.</returns>
    public async Task<int> Handle(DropUploads command, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var old = await db.Uploads.Where(u => u.At < command.Before).Select(u => u.Id).ToListAsync(cancellationToken);
        foreach (var id in old)
            File.Delete(files.PathOf(id));
        await db.Uploads.Where(u => u.At < command.Before).ExecuteDeleteAsync(cancellationToken);

        if (Directory.Exists(files.Folder))
            foreach (var file in Directory.EnumerateFiles(files.Folder).Where(f => File.GetLastWriteTimeUtc(f) < command.Before.UtcDateTime)) // of a process that died between file and record
                File.Delete(file);
        return old.Count;
    }
}
