using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice.Judging;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Practice;

/// <summary>Begins a practice. Who has practised with this person before goes on from there: the character remembers.</summary>
/// <param name="Seed">Null for chance.</param>
public sealed record StartPractice(Guid? Trainee, string? ChannelUser, SceneKey Scene, bool ConsentsToTraining, long? Seed = null) : IRequest<StartOutcome>
{
    /// <summary>From what a page knows: a person, and a case unless the person is a help-seeker.</summary>
    public static StartPractice Of(Guid trainee, string person, string? matter, string difficulty, bool crisis, bool consents) => new(
        trainee, null,
        new SceneKey(matter is null ? ActCodes.CounsellingFamily : ActCodes.CommunityFamily, person, matter, Enum.TryParse<Difficulty>(difficulty, out var level) ? level : Difficulty.Medium, crisis),
        consents);
}

public abstract record StartOutcome
{
    public sealed record Started(Guid Session, string Words, string? Gesture) : StartOutcome;

    public sealed record NoSuchScene(string Why) : StartOutcome;
}

internal sealed class StartPracticeRules : AbstractValidator<StartPractice>
{
    public StartPracticeRules()
    {
        RuleFor(start => start.Scene.Persona).NotEmpty().MaximumLength(100);
        RuleFor(start => start.ChannelUser).MaximumLength(400);
    }
}

internal sealed class StartPracticeHandler(PlatformDbContext db, PracticeScenes scenes, TimeProvider clock) : IRequestHandler<StartPractice, StartOutcome>
{
    public async Task<StartOutcome> Handle(StartPractice command, CancellationToken cancellationToken)
    {
        Scene scene;
        int? personaVersion, caseVersion;
        try
        {
            (scene, personaVersion, caseVersion) = scenes.Begin(command.Scene);
        }
        catch (KeyNotFoundException unknown)
        {
            return new StartOutcome.NoSuchScene(unknown.Message);
        }

        Recognisers.Prepare();
        var seed = command.Seed ?? Random.Shared.NextInt64(1, 1_000_000_000);
        var (reply, state) = PracticePlay.Open(scene, seed);
        var previous = await PreviousAsync(command, cancellationToken);
        if (previous is not null)
            (reply, state) = SessionMemory.Resume(scene, scenes, previous, reply, state, seed);

        var session = new PracticeSession
        {
            TraineeId = command.Trainee,
            ChannelUser = command.ChannelUser,
            Family = command.Scene.Family,
            Persona = command.Scene.Persona,
            Case = command.Scene.Case,
            Difficulty = command.Scene.Difficulty.ToString(),
            Crisis = command.Scene.Crisis,
            PersonaVersion = personaVersion,
            CaseVersion = caseVersion,
            Lang = scene.Lang,
            Seed = seed,
            ConsentsToTraining = command.ConsentsToTraining,
            StartedAt = clock.GetUtcNow(),
            Opening = PracticeJson.Write(new PracticeOpening(reply, state, RubricPin.Of(scenes.Shelf.For(scene.Key, await AssignedRubricAsync(command, cancellationToken) ?? scene.Rubric)))),
            PreviousId = previous?.Id,
        };
        db.PracticeSessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return new StartOutcome.Started(session.Id, reply.Words, reply.Gesture);
    }

    /// <summary>The rubric that the newest assignment of this scene names.</summary>
    private async Task<string?> AssignedRubricAsync(StartPractice command, CancellationToken cancellationToken)
    {
        var (trainee, scene, difficulty) = (command.Trainee, command.Scene, command.Scene.Difficulty.ToString());
        return trainee is null ? null : await db.PracticeAssignments.AsNoTracking()
            .Where(a => a.TraineeId == trainee && a.WithdrawnAt == null && a.Family == scene.Family && a.Persona == scene.Persona && a.Case == scene.Case && a.Difficulty == difficulty && a.Crisis == scene.Crisis)
            .OrderByDescending(a => a.GivenAt).Select(a => a.Rubric).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Only help-seekers come again; each resident's visit stands alone.</summary>
    private async Task<PracticeSession?> PreviousAsync(StartPractice command, CancellationToken cancellationToken) =>
        command.Scene.Case is not null || command.Trainee is null || command.Scene.Crisis
            ? null
            : await db.PracticeSessions.Include(s => s.Turns).AsNoTracking()
                .Where(s => s.TraineeId == command.Trainee && s.Persona == command.Scene.Persona && s.EndedAt != null && !s.Crisis)
                .OrderByDescending(s => s.StartedAt).FirstOrDefaultAsync(cancellationToken);
}
