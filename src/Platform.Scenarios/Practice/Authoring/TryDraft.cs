using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>Plays a text that is being written from the start with these utterances. Nothing is kept: the same seed and the same words give the same session, so an author sees what a change does to it.</summary>
/// <param name="Partner">Case for a resident, resident for a case; the first that fits when left out.</param>
public sealed record TryDraft(TrainerScope By, string Key, string Text, string? Partner, Difficulty Difficulty, bool Crisis, long Seed, IReadOnlyList<string> Utterances) : IRequest<TryOutcome>
{
    /// <summary>No content asks for more turns.</summary>
    public const int MostUtterances = 40;
}

public abstract record TryOutcome
{
    public sealed record Played(TrySession Session) : TryOutcome;

    public sealed record Broken(IReadOnlyList<ContentProblem> Problems) : TryOutcome;

    public sealed record NoSuchContent : TryOutcome;
}

/// <param name="Turns">Those that were played: what comes after the end is left out.</param>
/// <param name="Missing">Acts that still stand between the character and an agreement.</param>
/// <param name="Score">What a trainee would have now.</param>
public sealed record TrySession(
    string Lang, string Name, string Title, string Situation, string Goal, string OpeningWords, string? OpeningGesture, IReadOnlyDictionary<string, int> Start, IReadOnlyList<TryTurn> Turns,
    IReadOnlyList<TryFact> Facts, IReadOnlyList<string> Missing, PlayEnd? End, int Score);

public sealed record TryTurn(int Number, string Utterance, IReadOnlyList<string> Acts, IReadOnlyList<StateMove> Moves, StageDirection Direction, string Words, string? Gesture, string Thought, IReadOnlyDictionary<string, int> State);

/// <summary>How a fact stands after the last turn.</summary>
/// <param name="Turn">When it was told; null while it was not.</param>
/// <param name="Needs">What its gate still asks of trust or rapport; 0 when that is reached.</param>
public sealed record TryFact(string Id, string Text, FactGate Gate, int? Turn, bool Elicited, int Needs, IReadOnlyList<string> After)
{
    /// <summary>A good question would open it now.</summary>
    public bool IsOpen => Turn is null && Needs == 0 && After.Count == 0;
}

internal sealed class TryDraftRules : AbstractValidator<TryDraft>
{
    public TryDraftRules()
    {
        RuleFor(attempt => attempt.Text).NotNull().MaximumLength(SaveDraft.MostSigns);
        RuleFor(attempt => attempt.Utterances).Must(said => said.Count <= TryDraft.MostUtterances).WithMessage($"{TryDraft.MostUtterances} utterances at most.");
        RuleForEach(attempt => attempt.Utterances).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class TryDraftHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<TryDraft, TryOutcome>
{
    public async Task<TryOutcome> Handle(TryDraft command, CancellationToken cancellationToken)
    {
        if (!await command.By.TrainsAsync(db, cancellationToken))
            return new TryOutcome.NoSuchContent();
        if (await db.AuthoredContents.AsNoTracking().SingleOrDefaultAsync(c => c.Key == command.Key, cancellationToken) is not { } content)
            return new TryOutcome.NoSuchContent();
        var (draft, problems) = DraftReader.Read(content.Kind, content.Key, content.Lang, command.Text);
        if (draft is null)
            return new TryOutcome.Broken(problems);
        return DraftScenes.Compose(scenes, draft, command.Partner, command.Difficulty, command.Crisis) is { } scene
            ? new TryOutcome.Played(await Task.Run(() => Play(scene, command, cancellationToken), cancellationToken))
            : new TryOutcome.NoSuchContent();
    }

    private TrySession Play(Scene scene, TryDraft command, CancellationToken cancellationToken)
    {
        var (opening, start) = PracticePlay.Open(scene, command.Seed);
        var (state, turns) = (start, new List<PlayTurn>());
        foreach (var said in command.Utterances.TakeWhile(_ => state.End is null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            turns.Add(PracticePlay.Take(scene, command.Seed, state, said, scenes.Recogniser.Recognise(said, scene.Key.Family, scene.Lang)));
            state = turns[^1].After;
        }

        return new TrySession(
            scene.Lang, scene.Name, scene.Title, scene.Situation, scene.Goal, opening.Words, opening.Gesture, scene.Start.Values,
            [.. turns.Select(t => new TryTurn(t.Number, t.Utterance, [.. t.Acts.Select(a => a.Act)], t.Moves, t.Direction, t.Reply.Words, t.Reply.Gesture, t.Reply.Thought, t.After.State.Values))],
            [.. scene.Facts.Select(fact => FactOf(scene, state, fact))], scene.Rules.Missing(scene, state), state.End,
            SessionScorer.Score(scene, scenes.RubricsFor(scene), start, turns).Score);
    }

    private static TryFact FactOf(Scene scene, PlayState state, Fact fact)
    {
        var told = state.Told.Find(t => t.Fact == fact.Id);
        var needs = fact.Gate is FactGate.Rapport or FactGate.Depth ? Math.Max(0, fact.LevelOrDefault + scene.Level.Gates - state.State[scene.Rules.Closeness]) : 0;
        return new TryFact(fact.Id, fact.Text, fact.Gate, told?.Turn, told?.Elicited ?? false, needs, [.. fact.After.Where(id => state.Told.All(t => t.Fact != id))]);
    }
}
