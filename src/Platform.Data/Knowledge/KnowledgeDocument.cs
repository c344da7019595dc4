using System.ComponentModel.DataAnnotations;

namespace Platform.Data.Knowledge;

/// <summary>A document that answers are quoted from, kept as passages.</summary>
public sealed class KnowledgeDocument
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The file's name; unique together with <see cref="Language"/>.</summary>
    [MaxLength(200)]
    public required string Name { get; init; }

    /// <summary>Its first heading, or its name.</summary>
    [MaxLength(300)]
    public required string Title { get; set; }

    [MaxLength(8)]
    public required string Language { get; init; }

    [MaxLength(128)]
    public required string MediaType { get; set; }

    /// <summary>One of <see cref="Audiences"/>.</summary>
    [MaxLength(16)]
    public string Audience { get; set; } = Audiences.Public;

    public KnowledgeState State { get; set; }

    /// <summary>SHA-256 of the file, in hex.</summary>
    [MaxLength(64)]
    public required string ContentHash { get; set; }

    /// <summary>From 1, one more each time the file's content has changed.</summary>
    public int Version { get; set; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public List<Passage> Passages { get; } = [];
}

/// <summary>A piece of a document that can be found, quoted and cited.</summary>
public sealed class Passage
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid DocumentId { get; init; }

    /// <summary>Place in the document, from 1.</summary>
    public required int Ordinal { get; set; }

    /// <summary>The headings above it, outermost first, joined by " › ".</summary>
    [MaxLength(500)]
    public required string Heading { get; init; }

    public required string Text { get; init; }

    /// <summary>Where it stands in the file, for example <c>lines 12-18</c>.</summary>
    [MaxLength(64)]
    public required string Place { get; set; }

    /// <summary>Set when a newer version of the document no longer has it: not found any more, but what cited it can still be opened.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
