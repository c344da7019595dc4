using System.ComponentModel.DataAnnotations;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Section <c>DirectLine</c>.</summary>
internal sealed class DirectLineOptions : IValidatableObject
{
    public const string Section = "DirectLine";

    private const int ShortestSecret = 24;
    private const int ShortestKey = 32;

    /// <summary>Each opens every conversation of this channel. When none is set, one is made at the first start and kept in the data folder.</summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>Signs tokens; the same on every node. When it is not set, one is made at the first start and kept in the data folder.</summary>
    public string? SigningKey { get; set; }

    /// <summary>Clients refresh every 15 minutes, so it must last longer.</summary>
    [Range(typeof(TimeSpan), "00:15:30", "1.00:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a stream address may lie unused.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan StreamOpensWithin { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after its end a token of the platform's own page still leads back to its conversation.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan ReturnWithin { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Other sites whose pages may call, for example <c>https://www.example.org</c>; <c>*</c> for any, then without cookies.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>In bytes; the largest activity.</summary>
    [Range(1024, 262_144)]
    public int LargestRequest { get; set; } = 262_144;

    /// <summary>In bytes; all files of one upload together.</summary>
    [Range(1024, 1L << 30)]
    public long LargestUpload { get; set; } = 20 << 20;

    [Range(1, 100)]
    public int FilesPerUpload { get; set; } = 10;

    /// <summary>In bytes; all files of one conversation together, until they are deleted.</summary>
    [Range(1024, 1L << 40)]
    public long UploadsPerConversation { get; set; } = 200 << 20;

    /// <summary>In bytes; all files of all conversations together, until they are deleted.</summary>
    [Range(1024, 1L << 50)]
    public long UploadsInAll { get; set; } = 10L << 30;

    /// <summary>When uploaded files are deleted.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan UploadLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Requests with tokens of one conversation in a minute; a polling client makes up to 300.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinutePerToken { get; set; } = 600;

    /// <summary>Requests from one address in a minute; many people can share one.</summary>
    [Range(1, 10_000_000)]
    public int RequestsPerMinutePerAddress { get; set; } = 6000;

    /// <summary>Conversations that the platform's own page may open for one address in a minute.</summary>
    [Range(1, 1_000_000)]
    public int PageTokensPerMinutePerAddress { get; set; } = 120;

    [Range(1, 1000)]
    public int StreamsPerConversation { get; set; } = 20;

    /// <summary>Frames that wait for a slow client; beyond these it is served from the database.</summary>
    [Range(8, 10_000)]
    public int FramesPerStream { get; set; } = 256;

    /// <summary>How long a client may take to accept one frame before its stream is cut.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The bot as clients see it.</summary>
    [Required, MaxLength(100)]
    public string BotId { get; set; } = "bot";

    [Required, MaxLength(100)]
    public string BotName { get; set; } = "Bot";

    /// <summary>The people who answer from the console, as clients see them.</summary>
    [Required, MaxLength(100)]
    public string StaffName { get; set; } = "人工服务 Staff";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Secrets.Any(secret => !string.IsNullOrWhiteSpace(secret) && secret.Trim().Length < ShortestSecret))
            yield return new ValidationResult($"A value of DirectLine:Secrets is shorter than {ShortestSecret} characters. Use a long random one, or none to have one made.");
        if (SigningKey is { Length: > 0 and < ShortestKey })
            yield return new ValidationResult($"DirectLine:SigningKey is shorter than {ShortestKey} characters. Use a long random one, or none to have one made.");
        foreach (var origin in AllowedOrigins.Where(o => o != "*"))
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin)
                yield return new ValidationResult($"DirectLine:AllowedOrigins holds '{origin}', which is no origin. Write scheme, host and port only, in lower case, for example https://www.example.org.");
    }
}
