using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>Pairs of utterances from branches that wait for a person's word.</summary>
public sealed record ListPreferencePairs(TrainerScope By) : IRequest<IReadOnlyList<PairView>>;

public sealed record PairView(Guid Id, string Title, string Heard, string Better, int BetterScore, string Worse, int WorseScore);

public sealed record DecidePreferencePair(Guid Pair, TrainerScope By, bool Accepted) : IRequest<bool>;

internal sealed class ListPreferencePairsHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ListPreferencePairs, IReadOnlyList<PairView>>
{
    private const int Most = 100;

    public async Task<IReadOnlyList<PairView>> Handle(ListPreferencePairs query, CancellationToken cancellationToken)
    {
        var mine = query.By.Sessions(db);
        var pairs = await db.PreferencePairs.AsNoTracking().Where(p => p.State == PairState.Pending && mine.Any(s => s.Id == p.SessionId)).OrderBy(p => p.At).Take(Most).ToListAsync(cancellationToken);
        var ids = pairs.Select(p => p.SessionId).Distinct().ToList();
        var sessions = await db.PracticeSessions.Include(s => s.Turns).AsNoTracking().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancellationToken);
        return [.. pairs.Select(p =>
        {
            var session = sessions[p.SessionId];
            PlayTurn Turn(Guid id) => PracticeJson.Read<PlayTurn>(session.Turns.Single(t => t.Id == id).Content);
            var heard = p.ParentId is { } parent ? Turn(parent).Reply.Words : PracticeJson.Read<PracticeOpening>(session.Opening).Reply.Words;
            return new PairView(p.Id, scenes.TryCompose(session)?.Title ?? session.Persona, heard, Turn(p.BetterId).Utterance, p.BetterScore, Turn(p.WorseId).Utterance, p.WorseScore);
        })];
    }
}

internal sealed class DecidePreferencePairHandler(PlatformDbContext db) : IRequestHandler<DecidePreferencePair, bool>
{
    public async Task<bool> Handle(DecidePreferencePair command, CancellationToken cancellationToken)
    {
        var mine = command.By.Sessions(db);
        if (await db.PreferencePairs.SingleOrDefaultAsync(p => p.Id == command.Pair && mine.Any(s => s.Id == p.SessionId), cancellationToken) is not { } pair)
            return false;
        (pair.State, pair.DecidedBy) = (command.Accepted ? PairState.Accepted : PairState.Declined, command.By.Id);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

/// <summary>Finds, where closed branches part, which utterance led to the better score.</summary>
internal static class PreferencePairing
{
    /// <summary>Points by which scores must differ: smaller differences are chance.</summary>
    private const int LeastGap = 5;

    /// <summary>Adds the pairs that are not there yet; only of sessions whose trainee consented.</summary>
    public static async Task AddAsync(PlatformDbContext db, PracticeSession session, Scene scene, PracticeScenes scenes, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var closed = ClosedBranches.Of(session).Where(branch => branch.Score.Void is null).ToList();
        if (!session.ConsentsToTraining || closed.Count < 2)
            return;
        var opening = PracticeJson.Read<PracticeOpening>(session.Opening).State;
        var branches = closed.Select(branch => PracticeJson.Branch(session.Turns, branch.Head))
            .Select(branch => (Rows: branch.Select(b => b.Row).ToList(), Score: SessionScorer.Score(scene, scenes.RubricsOf(session), opening, [.. branch.Select(b => b.Turn)])))
            .Where(branch => branch.Score.Void is null).ToList();
        var known = await db.PreferencePairs.Where(p => p.SessionId == session.Id).Select(p => new { p.BetterId, p.WorseId }).ToListAsync(cancellationToken);
        foreach (var better in branches)
            foreach (var worse in branches.Where(other => better.Score.Score - other.Score.Score >= LeastGap))
            {
                var fork = better.Rows.Zip(worse.Rows).FirstOrDefault(pair => pair.First.Id != pair.Second.Id);
                if (fork.First is null || known.Exists(k => k.BetterId == fork.First.Id && k.WorseId == fork.Second.Id))
                    continue;
                known.Add(new { BetterId = fork.First.Id, WorseId = fork.Second.Id });
                db.PreferencePairs.Add(new PreferencePair
                {
                    SessionId = session.Id,
                    ParentId = fork.First.ParentId,
                    BetterId = fork.First.Id,
                    WorseId = fork.Second.Id,
                    BetterScore = better.Score.Score,
                    WorseScore = worse.Score.Score,
                    At = at,
                });
            }
    }
}
