using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Routes;

/// <summary>A route from a skill to a model as someone set it while the platform ran; it stands before the configuration's.</summary>
public sealed class StoredRoute
{
    public const int SkillLength = 100;

    /// <summary>In small letters.</summary>
    [MaxLength(SkillLength)]
    public required string Skill { get; init; }

    /// <summary>The route as JSON. No secret stands in it: keys of endpoints are named by their place in the configuration.</summary>
    public required string Definition { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Null for a command.</summary>
    public Guid? ChangedBy { get; set; }
}

internal sealed class StoredRouteConfiguration : IEntityTypeConfiguration<StoredRoute>
{
    public void Configure(EntityTypeBuilder<StoredRoute> route) => route.HasKey(r => r.Skill);
}
