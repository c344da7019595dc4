using System.ComponentModel.DataAnnotations;

namespace Platform.Data.Accounts;

/// <summary>What an outside application signs its requests with. Its hash only: the key itself is shown once, when it is made.</summary>
public sealed class ApiKey
{
    public const int NameLength = 100;
    public const int MostEntries = 50;
    public const int EntryLength = 200;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    [MaxLength(NameLength)]
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key, as hexadecimal digits; the key has 256 random bits, so it needs no salt.</summary>
    [MaxLength(64)]
    public required string Hash { get; init; }

    /// <summary>The key's first signs, by which its owner recognises it.</summary>
    [MaxLength(20)]
    public required string Prefix { get; init; }

    /// <summary>The account that made it; null when a command did.</summary>
    public Guid? OwnerId { get; init; }

    public required ApiEnvironment Environment { get; init; }

    public required ApiScopes Scopes { get; init; }

    /// <summary>Names of models and skills that may be asked; all when empty.</summary>
    public List<string> Models { get; init; } = [];

    /// <summary>Web origins whose pages may use the key; when empty, origins are not looked at.</summary>
    public List<string> Origins { get; init; } = [];

    /// <summary>Requests in one minute; null has no limit, as with the two below.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Requests in one day, which begins at midnight UTC.</summary>
    public int? RequestsPerDay { get; init; }

    /// <summary>Prompt and completion tokens in one day.</summary>
    public long? TokensPerDay { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public bool Enabled { get; set; } = true;

    /// <summary>Written some seconds late.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public bool IsUsable(DateTimeOffset now) => Enabled && RevokedAt is null && !(ExpiresAt <= now);
}

public enum ApiEnvironment
{
    /// <summary>For trying out: short life and small limits unless said otherwise.</summary>
    Sandbox = 0,
    Live = 1,
}

/// <summary>What a key may do.</summary>
[Flags]
public enum ApiScopes
{
    None = 0,
    Chat = 1,
    Completions = 2,
    Embeddings = 4,
    Models = 8,
    Tokenize = 16,

    /// <summary>Read <c>/metrics</c>; only given by name.</summary>
    Metrics = 32,

    /// <summary>All that concerns models.</summary>
    All = Chat | Completions | Embeddings | Models | Tokenize,
}
