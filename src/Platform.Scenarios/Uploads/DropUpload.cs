using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Uploads;

/// <summary>Deletes one kept file.</summary>
public sealed record DropUpload(string Key) : IRequest<Unit>;

internal sealed class DropUploadHandler(IDbContextFactory<PlatformDbContext> contexts, UploadFiles files) : IRequestHandler<DropUpload, Unit>
{
    public async Task<Unit> Handle(DropUpload command, CancellationToken cancellationToken)
    {
        var hash = UploadFiles.HashOf(command.Key);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var id in await db.Uploads.Where(u => u.KeyHash == hash).Select(u => u.Id).ToListAsync(cancellationToken))
            File.Delete(files.PathOf(id));
        await db.Uploads.Where(u => u.KeyHash == hash).ExecuteDeleteAsync(cancellationToken);
        return Unit.Value;
    }
}
