using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Uploads;

/// <summary>A file that a person sent into a conversation. Its bytes lie in the data folder under <c>uploads/</c>, named by <see cref="Id"/>.</summary>
public sealed class Upload
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Hash of the key in its address; the key itself is known only to those who were given the address.</summary>
    [MaxLength(64)]
    public required string KeyHash { get; init; }

    [MaxLength(64)]
    public required string Channel { get; init; }

    [MaxLength(400)]
    public required string ChannelConversationId { get; init; }

    /// <summary>As the person named it, without what could lead elsewhere; never used as a path.</summary>
    [MaxLength(255)]
    public required string Name { get; init; }

    [MaxLength(255)]
    public required string ContentType { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class UploadConfiguration : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> upload)
    {
        upload.Property(u => u.Id).ValueGeneratedNever();
        upload.HasIndex(u => u.KeyHash).IsUnique(); // an address finds its file
        upload.HasIndex(u => u.At); // the oldest are deleted first
        upload.HasIndex(u => new { u.Channel, u.ChannelConversationId }); // how much room a conversation's files take
    }
}
