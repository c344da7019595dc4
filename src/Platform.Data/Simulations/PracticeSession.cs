using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Data.Simulations;

/// <summary>One practice on a simulated person: which scene, which chance, whose, and how it ended. Its turns form a tree.</summary>
public sealed class PracticeSession
{
    public const int UnansweredLength = 2000;
    public const int NotesLength = 4000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The account that practises; null when it came through a channel whose people have no account.</summary>
    public Guid? TraineeId { get; init; }

    /// <summary>The person's id in a channel, with the channel's name before it.</summary>
    [MaxLength(400)]
    public string? ChannelUser { get; init; }

    [MaxLength(32)]
    public required string Family { get; init; }

    [MaxLength(100)]
    public required string Persona { get; init; }

    [MaxLength(100)]
    public string? Case { get; init; }

    [MaxLength(16)]
    public required string Difficulty { get; init; }

    public bool Crisis { get; init; }

    /// <summary>The version of the authored person that it began with and goes on with; null when the person ships with the program.</summary>
    public int? PersonaVersion { get; init; }

    /// <summary>The same for the case.</summary>
    public int? CaseVersion { get; init; }

    [MaxLength(8)]
    public required string Lang { get; init; }

    /// <summary>The same seed and the same words give the same session.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether it may become training data. Off unless the trainee switched it on.</summary>
    public bool ConsentsToTraining { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Fences the end against a turn that is still being answered.</summary>
    [ConcurrencyCheck]
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>JSON: the character's first words and the state in which it waits.</summary>
    public required string Opening { get; init; }

    /// <summary>The session with the same person before this one; the character remembers it.</summary>
    public Guid? PreviousId { get; init; }

    /// <summary>The turn after which the trainee goes on; another after going back. Fences two writers.</summary>
    [ConcurrencyCheck]
    public Guid? HeadId { get; set; }

    /// <summary>0 to 100, of the branch that was closed first: what is said again from an earlier turn is said with the answers known. Null when it is void.</summary>
    public int? Score { get; set; }

    /// <summary>JSON: the whole score of each branch that was closed, with its evidence, in the order of closing.</summary>
    public string? ScoreDetails { get; set; }

    /// <summary>Nothing is answered while it is set: the trainee takes a break, a trainer stopped it, or the trainee wrote something that a person must look at.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>Paused for the trainee's own safety and not by a trainer.</summary>
    public bool PausedForSafety { get; set; }

    /// <summary>Paused by the trainee, who goes on when they like; a stop for safety comes before it.</summary>
    public bool PausedByTrainee { get; set; }

    /// <summary>What the trainee writes down for themselves; nobody else is shown it.</summary>
    [MaxLength(NotesLength)]
    public string? Notes { get; set; }

    /// <summary>The trainer who speaks in place of the character; null while the engine plays it.</summary>
    [ConcurrencyCheck]
    public Guid? PlayedBy { get; set; }

    /// <summary>What the trainee said to a character that a trainer plays, a line for each utterance, until it is answered. Nothing of it is lost to another writer.</summary>
    [MaxLength(UnansweredLength), ConcurrencyCheck]
    public string? Unanswered { get; set; }

    public List<PracticeTurn> Turns { get; } = [];
}

/// <summary>One utterance of a trainee and the answer to it, with all that the character is afterwards.</summary>
public sealed class PracticeTurn
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid SessionId { get; init; }

    /// <summary>The turn before it; null for the first. Two turns with the same parent are two branches.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>What the channel or page calls this utterance; a second one of the same key is not taken.</summary>
    [MaxLength(400)]
    public required string Key { get; init; }

    /// <summary>JSON: utterance, acts, moves, what was told, reply, and the state afterwards. Changes only when the trainee's words are erased from it.</summary>
    public required string Content { get; set; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class PracticeConfiguration : IEntityTypeConfiguration<PracticeSession>, IEntityTypeConfiguration<PracticeTurn>
{
    public void Configure(EntityTypeBuilder<PracticeSession> session)
    {
        session.Property(s => s.Id).ValueGeneratedNever();
        session.HasMany(s => s.Turns).WithOne().HasForeignKey(t => t.SessionId).OnDelete(DeleteBehavior.Cascade);
        session.HasIndex(s => new { s.TraineeId, s.StartedAt }); // a trainee's own sessions, newest first
    }

    public void Configure(EntityTypeBuilder<PracticeTurn> turn)
    {
        turn.Property(t => t.Id).ValueGeneratedNever();
        turn.HasIndex(t => new { t.SessionId, t.Key }).IsUnique(); // a repeated utterance is found
    }
}
