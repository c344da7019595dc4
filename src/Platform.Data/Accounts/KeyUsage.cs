using System.ComponentModel.DataAnnotations;

namespace Platform.Data.Accounts;

/// <summary>What one key used of one model on one day (UTC).</summary>
public sealed class KeyUsage
{
    public const int ModelLength = 200;

    public required Guid KeyId { get; init; }

    /// <summary>The model or skill that was asked for; empty for requests that came to none.</summary>
    [MaxLength(ModelLength)]
    public required string Model { get; init; }

    public required DateOnly Day { get; init; }

    public long Requests { get; set; }

    /// <summary>Requests that were answered with a status from 400 on, or broke within their stream.</summary>
    public long Errors { get; set; }

    public long PromptTokens { get; set; }

    /// <summary>Those of the prompt tokens that the prefix cache already held.</summary>
    public long CachedTokens { get; set; }

    public long CompletionTokens { get; set; }
}
