using System.Data;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Uploads;

namespace Platform.Scenarios.Uploads;

/// <summary>Keeps a file that a person sends into a conversation.</summary>
/// <param name="Name">Made harmless before, see <see cref="UploadName"/>.</param>
public sealed record KeepUpload(string Channel, string ChannelConversationId, string Name, string ContentType, Stream Bytes, UploadLimits Limits) : IRequest<KeepUploadOutcome>;

/// <summary>In bytes; of all files that there are: <see cref="UploadOptions.InAll"/>.</summary>
/// <param name="File">Of this file.</param>
/// <param name="Conversation">Of all files that its conversation has.</param>
public sealed record UploadLimits(long File, long Conversation);

public abstract record KeepUploadOutcome
{
    /// <param name="Key">Whoever knows it can read the file.</param>
    /// <param name="Size">In bytes.</param>
    public sealed record Kept(string Key, long Size) : KeepUploadOutcome;

    public sealed record TooLarge : KeepUploadOutcome;
}

internal sealed class KeepUploadRules : AbstractValidator<KeepUpload>
{
    public KeepUploadRules()
    {
        RuleFor(u => u.Name).NotEmpty().MaximumLength(255);
        RuleFor(u => u.ContentType).NotEmpty().MaximumLength(255);
    }
}

internal sealed class KeepUploadHandler(IDbContextFactory<PlatformDbContext> contexts, UploadFiles files, IOptions<UploadOptions> options, TimeProvider clock) : IRequestHandler<KeepUpload, KeepUploadOutcome>
{
    public async Task<KeepUploadOutcome> Handle(KeepUpload command, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var most = await RoomAsync(db, command, cancellationToken);
        var id = Guid.CreateVersion7();
        var path = files.PathOf(id);
        Directory.CreateDirectory(files.Folder);
        try
        {
            if (await CopyAsync(command.Bytes, most, path, cancellationToken) is { } size)
            {
                var now = clock.GetUtcNow();
                File.SetLastWriteTimeUtc(path, now.UtcDateTime);
                var key = UploadFiles.NewKey();
                var upload = new Upload
                {
                    Id = id,
                    KeyHash = UploadFiles.HashOf(key),
                    Channel = command.Channel,
                    ChannelConversationId = command.ChannelConversationId,
                    Name = command.Name,
                    ContentType = command.ContentType,
                    Size = size,
                    At = now,
                };
                if (await SaveAsync(db, command, upload, cancellationToken))
                    return new KeepUploadOutcome.Kept(key, size);
            }

            File.Delete(path);
            return new KeepUploadOutcome.TooLarge();
        }
        catch
        {
            File.Delete(path); // half a file helps nobody
            throw;
        }
    }

    /// <summary>While the bytes came, others may have taken the room: it is looked for again, and nobody else saves before this file counts.</summary>
    private Task<bool> SaveAsync(PlatformDbContext db, KeepUpload command, Upload upload, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async ct =>
        {
            db.ChangeTracker.Clear(); // tried again as a whole
            await using var all = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, ct);
            if (upload.Size > await RoomAsync(db, command, ct))
                return false;
            db.Add(upload);
            await db.SaveChangesAsync(ct);
            await all.CommitAsync(ct);
            return true;
        }, cancellationToken);

    private async Task<long> RoomAsync(PlatformDbContext db, KeepUpload command, CancellationToken cancellationToken)
    {
        var all = await db.Uploads.SumAsync(u => u.Size, cancellationToken);
        var conversation = await db.Uploads.Where(u => u.Channel == command.Channel && u.ChannelConversationId == command.ChannelConversationId).SumAsync(u => u.Size, cancellationToken);
        return Math.Min(command.Limits.File, Math.Min(command.Limits.Conversation - conversation, options.Value.InAll - all));
    }

    private static async Task<long?> CopyAsync(Stream bytes, long most, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 4096, FileOptions.Asynchronous);
        var buffer = new byte[64 * 1024];
        long size = 0;
        for (int read; (read = await bytes.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if ((size += read) > most)
                return null;
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return size;
    }
}
