namespace Platform.Data.Knowledge;

/// <summary>One row: how many times the knowledge base has changed. Every node compares it with what its index was made from.</summary>
/// <remarks>A counter that is changed in the same transaction, not a table of changes: rows of two transactions may become visible in another order than their numbers.</remarks>
public sealed class KnowledgeRevision
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public long Number { get; set; }
}
