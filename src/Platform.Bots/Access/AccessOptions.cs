using System.ComponentModel.DataAnnotations;

namespace Platform.Bots.Access;

/// <summary>Section <c>Access</c>: how people sign in to the console.</summary>
internal sealed class AccessOptions
{
    /// <summary>How long a sign-in lasts without use.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    [Range(8, 128)]
    public int PasswordLength { get; set; } = 12;

    /// <summary>Wrong passwords in a row after which an account is locked for <see cref="LockoutTime"/>.</summary>
    [Range(1, 100)]
    public int FailuresBeforeLockout { get; set; } = 5;

    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan LockoutTime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Forms of sign-in, set-up and password that one address may send in a minute.</summary>
    [Range(1, 100_000)]
    public int SignInsPerMinute { get; set; } = 10;

    /// <summary>How long a link to set a password can be used.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "30.00:00:00")]
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How soon a lock or a change of roles reaches someone who is signed in.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromMinutes(1);

    public OpenIdConnectSettings OpenIdConnect { get; set; } = new();
}

/// <summary>Section <c>Access:OpenIdConnect</c>: an identity provider such as Entra ID; off while <see cref="Authority"/> is empty.</summary>
internal sealed class OpenIdConnectSettings
{
    /// <summary>For Entra ID: <c>https://login.microsoftonline.com/TENANT/v2.0</c>.</summary>
    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>What the button on the sign-in page says.</summary>
    public string DisplayName { get; set; } = "Microsoft Entra ID";

    /// <summary>The claim whose values are mapped to roles; Entra ID sends app roles in <c>roles</c>.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>From a claim's value to a role of the platform. A value without an entry gives the role of the same name, if there is one.</summary>
    public Dictionary<string, string> RoleMap { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the provider is asked over HTTPS only; off for a provider on this machine.</summary>
    public bool RequireHttps { get; set; } = true;

    public bool IsOn => !string.IsNullOrWhiteSpace(Authority);
}
