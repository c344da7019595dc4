using FluentValidation;
using MediatR;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Operations;

namespace Platform.Scenarios.Keys;

/// <summary>Makes a key for an outside application.</summary>
/// <param name="By">The account that makes it and owns it; null for a command.</param>
public sealed record CreateKey(string Name, ApiEnvironment Environment, ApiScopes Scopes, Guid? By) : IRequest<CreatedKey>
{
    /// <summary>All when empty.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Null: a live key does not expire, one of the sandbox after <see cref="KeyDefaults.SandboxLifetime"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Null: a live key has no limit, one of the sandbox that of <see cref="KeyDefaults"/>; so with the two below.</summary>
    public int? RequestsPerMinute { get; init; }

    public int? RequestsPerDay { get; init; }

    public long? TokensPerDay { get; init; }
}

/// <param name="Secret">The key itself; it is nowhere kept.</param>
public sealed record CreatedKey(Guid Id, string Secret, string Prefix, DateTimeOffset? ExpiresAt);

/// <summary>What a key of the sandbox gets when nothing is said.</summary>
public static class KeyDefaults
{
    public const int RequestsPerMinute = 60;
    public const int RequestsPerDay = 2_000;
    public const long TokensPerDay = 500_000;

    public static readonly TimeSpan SandboxLifetime = TimeSpan.FromDays(30);
}

internal sealed class CreateKeyRules : AbstractValidator<CreateKey>
{
    public CreateKeyRules(TimeProvider clock)
    {
        RuleFor(c => c.Name).NotEmpty().MaximumLength(ApiKey.NameLength);
        RuleFor(c => c.Environment).IsInEnum();
        RuleFor(c => c.Scopes).NotEqual(ApiScopes.None);
        RuleFor(c => c.Models.Count).LessThanOrEqualTo(ApiKey.MostEntries);
        RuleForEach(c => c.Models).NotEmpty().MaximumLength(ApiKey.EntryLength);
        RuleFor(c => c.Origins.Count).LessThanOrEqualTo(ApiKey.MostEntries);
        RuleForEach(c => c.Origins).MaximumLength(ApiKey.EntryLength).Must(IsOrigin)
            .WithMessage("'{PropertyValue}' is no origin. Give scheme and host, with a port if it has one, such as https://app.example.org.");
        RuleFor(c => c.ExpiresAt).Must(at => at is null || at > clock.GetUtcNow()).WithMessage("A key cannot expire in the past.");
        RuleFor(c => c.RequestsPerMinute).GreaterThan(0);
        RuleFor(c => c.RequestsPerDay).GreaterThan(0);
        RuleFor(c => c.TokensPerDay).GreaterThan(0);
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin;
}

internal sealed class CreateKeyHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<CreateKey, CreatedKey>
{
    public async Task<CreatedKey> Handle(CreateKey command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isSandbox = command.Environment == ApiEnvironment.Sandbox;
        var secret = KeySecret.New(command.Environment);
        var key = new ApiKey
        {
            Name = command.Name.Trim(),
            Hash = KeySecret.Hash(secret),
            Prefix = KeySecret.Prefix(secret, command.Environment),
            OwnerId = command.By,
            Environment = command.Environment,
            Scopes = command.Scopes,
            Models = [.. command.Models.Select(model => model.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)],
            Origins = [.. command.Origins.Distinct(StringComparer.OrdinalIgnoreCase)],
            RequestsPerMinute = command.RequestsPerMinute ?? (isSandbox ? KeyDefaults.RequestsPerMinute : null),
            RequestsPerDay = command.RequestsPerDay ?? (isSandbox ? KeyDefaults.RequestsPerDay : null),
            TokensPerDay = command.TokensPerDay ?? (isSandbox ? KeyDefaults.TokensPerDay : null),
            CreatedAt = now,
            ExpiresAt = command.ExpiresAt ?? (isSandbox ? now + KeyDefaults.SandboxLifetime : null),
        };
        db.Add(key);
        db.Audit(now, command.By, "key.create", key.Id, new { Environment = key.Environment.ToString(), Scopes = key.Scopes.ToString(), key.ExpiresAt });
        await db.SaveChangesAsync(cancellationToken);
        return new CreatedKey(key.Id, secret, key.Prefix, key.ExpiresAt);
    }
}
