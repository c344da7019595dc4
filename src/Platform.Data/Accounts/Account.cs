using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;

namespace Platform.Data.Accounts;

/// <summary>Someone who signs in to the console.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public Account() => Id = Guid.CreateVersion7();

    [MaxLength(100)]
    public string? DisplayName { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }
}

/// <summary>The roles that exist; what each may do is said in the access policies.</summary>
public static class Roles
{
    public const string Admin = "admin";
    public const string Trainer = "trainer";
    public const string Trainee = "trainee";
    public const string Reviewer = "reviewer";
    public const string Developer = "developer";

    public static IReadOnlyList<string> All { get; } = [Admin, Trainer, Trainee, Reviewer, Developer];

    public static bool Exists(string role) => All.Contains(role, StringComparer.Ordinal);
}
