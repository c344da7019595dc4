using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Model.Corpus.PersonalData;
using Platform.Scenarios.Practice;

namespace Platform.Scenarios.Improvement;

/// <summary>What a trainee said better and worse at one point of a session, with what was said before: who came is the user, the trainee the assistant.</summary>
internal sealed record AcceptedPair(Guid Session, Guid Better, Guid Pair, IReadOnlyList<DatasetMessage> Messages, string Rejected);

/// <summary>Reads the pairs that a trainer accepted, of sessions whose trainee agreed, personal data masked.</summary>
internal sealed class AcceptedPairs(PlatformDbContext db)
{
    /// <param name="refused">Counts those that are left out, by reason.</param>
    public async IAsyncEnumerable<AcceptedPair> ReadAsync(IDictionary<string, int> refused, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pairs = await db.PreferencePairs.AsNoTracking().Where(p => p.State != PairState.Pending).OrderBy(p => p.At).ThenBy(p => p.Id).ToListAsync(cancellationToken);
        foreach (var ofSession in pairs.GroupBy(pair => pair.SessionId))
        {
            var session = await db.PracticeSessions.AsNoTracking().Include(s => s.Turns).SingleAsync(s => s.Id == ofSession.Key, cancellationToken);
            foreach (var pair in ofSession)
            {
                var reason = pair.State == PairState.Declined ? "declined" : !session.ConsentsToTraining ? "no consent" : null;
                if (reason is null)
                    yield return Read(session, pair);
                else
                    refused[reason] = refused.TryGetValue(reason, out var count) ? count + 1 : 1;
            }
        }
    }

    private static AcceptedPair Read(PracticeSession session, PreferencePair pair)
    {
        var said = new List<(string Role, string Text)> { ("user", PracticeJson.Read<PracticeOpening>(session.Opening).Reply.Words) };
        foreach (var (_, turn) in PracticeJson.Branch(session.Turns, pair.ParentId))
            said.AddRange([("assistant", turn.Utterance), ("user", turn.Reply.Words)]);
        said.Add(("assistant", Utterance(session, pair.BetterId)));
        var worse = Utterance(session, pair.WorseId);
        var mask = new PersonalDataMask();
        foreach (var text in said.Select(line => line.Text).Append(worse))
            mask.Learn(text);
        return new AcceptedPair(session.Id, pair.BetterId, pair.Id, [.. said.Select(line => new DatasetMessage(line.Role, mask.Mask(line.Text)))], mask.Mask(worse));
    }

    private static string Utterance(PracticeSession session, Guid turn) => PracticeJson.Branch(session.Turns, turn)[^1].Turn.Utterance;
}
