using System.ComponentModel.DataAnnotations;

namespace Platform.Data.Knowledge;

/// <summary>Whether what is kept may be answered.</summary>
public enum KnowledgeState
{
    Published = 0,

    /// <summary>Still being written: edited and exported, never answered.</summary>
    Draft = 1,

    /// <summary>Deleted from the answers; kept with all its versions.</summary>
    Archived = 2,

    /// <summary>Recognised so that it is not taken for something else, and declined: what is often asked here and answered elsewhere, or nowhere.</summary>
    Declined = 3,
}

/// <summary>Who may see an entry or a document.</summary>
public static class Audiences
{
    public const string Public = "public";
    public const string Staff = "staff";

    public static IReadOnlyList<string> All { get; } = [Public, Staff];
}

/// <summary>A question with its answer: what a person may ask, in several wordings, and what is answered.</summary>
public sealed class KnowledgeEntry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The id given by whoever wrote it; unique together with <see cref="Language"/>, so that counterparts in two languages share it.</summary>
    [MaxLength(128)]
    public required string ExternalId { get; init; }

    /// <summary>Primary language tag in small letters: <c>zh</c>, <c>en</c>.</summary>
    [MaxLength(8)]
    public required string Language { get; init; }

    /// <summary>The standard question.</summary>
    public required string Question { get; set; }

    /// <summary>Other wordings of the same question.</summary>
    public List<string> Similar { get; set; } = [];

    public required string Answer { get; set; }

    [MaxLength(100)]
    public string? Topic { get; set; }

    /// <summary>One of <see cref="Audiences"/>.</summary>
    [MaxLength(16)]
    public string Audience { get; set; } = Audiences.Public;

    /// <summary>First day on which it is answered; null for no limit.</summary>
    public DateOnly? ValidFrom { get; set; }

    /// <summary>Last day on which it is answered; null for no limit.</summary>
    public DateOnly? ValidTo { get; set; }

    public KnowledgeState State { get; set; }

    /// <summary>Where it came from: a file's name, <c>console</c>, <c>review</c>.</summary>
    [MaxLength(200)]
    public string? Source { get; set; }

    /// <summary>SHA-256 of the content, in hex: an import with the same content changes nothing.</summary>
    [MaxLength(64)]
    public required string ContentHash { get; set; }

    /// <summary>From 1, one more with each change; a save on top of an older version is refused.</summary>
    public int Version { get; set; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public bool IsValidOn(DateOnly day) => (ValidFrom is not { } from || from <= day) && (ValidTo is not { } to || day <= to);
}

/// <summary>An entry as it stood after one change. Never changed or removed while its entry exists.</summary>
public sealed class KnowledgeEntryVersion
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid EntryId { get; init; }

    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The account that changed it; null for a command or the platform itself.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>What was done: <c>created</c>, <c>edited</c>, <c>imported</c>, <c>archived</c>, <c>unarchived</c>, <c>restored</c>.</summary>
    [MaxLength(32)]
    public required string Act { get; init; }

    /// <summary>The content as JSON.</summary>
    public required string Content { get; init; }
}
