using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;
using Platform.Scenarios.Simulation.Wording;

namespace Platform.Scenarios.Simulation.Acceptance;

/// <summary>Plays a scene with its scripted trainees and tells whether the character may be released.</summary>
public sealed class AcceptanceRun(IActRecogniser recogniser, Rubrics rubrics)
{
    /// <summary>Words are counted over so many triples, so that a long run does not make a character look poorer.</summary>
    private const int TriplesForVariety = 3;

    /// <summary>One session of a scripted trainee, start to end.</summary>
    public (IReadOnlyList<PlayTurn> Turns, SessionScore Score) Play(Scene scene, IReadOnlyList<string> lines, long seed)
    {
        var (_, opening) = PracticePlay.Open(scene, seed);
        var (state, turns) = (opening, new List<PlayTurn>());
        foreach (var line in lines)
        {
            if (state.End is not null)
                break;
            turns.Add(PracticePlay.Take(scene, seed, state, line, recogniser.Recognise(line, scene.Key.Family, scene.Lang)));
            state = turns[^1].After;
        }

        return (turns, SessionScorer.Score(scene, rubrics.For(scene.Key), opening, turns));
    }

    /// <param name="seeds">Each is one triple of good, ordinary and bad.</param>
    public AcceptanceSheet Run(Scene scene, IReadOnlyList<long> seeds, CancellationToken cancellationToken)
    {
        var sheet = new AcceptanceSheet(scene.Key, scene.Name, scene.Title);
        foreach (var seed in seeds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var good = Play(scene, scene.Trainees.Good, seed);
            var ordinary = Play(scene, scene.Trainees.Ordinary, seed);
            var bad = Play(scene, scene.Trainees.Bad, seed);
            sheet.Triples++;
            if (good.Score.Score > ordinary.Score.Score && ordinary.Score.Score > bad.Score.Score)
                sheet.Ordered++;
            sheet.Good.Add(good.Score.Score);
            sheet.Ordinary.Add(ordinary.Score.Score);
            sheet.Bad.Add(bad.Score.Score);
            if (Mood(scene, good.Turns) > 0 && Mood(scene, bad.Turns) < 0)
                sheet.MoodRight++;
            foreach (var session in new[] { good, ordinary, bad })
                Examine(scene, session.Turns, session.Score, sheet);
        }

        return sheet;
    }

    /// <summary>How much better or worse the character is at the end, in points over all its variables.</summary>
    private static int Mood(Scene scene, IReadOnlyList<PlayTurn> turns) =>
        turns.Count == 0 ? 0 : scene.Start.Values.Sum(variable =>
        {
            var by = turns[^1].After.State[variable.Key] - variable.Value;
            return by == 0 ? 0 : scene.Rules.IsWorse(new StateMove(variable.Key, by, "")) ? -Math.Abs(by) : Math.Abs(by);
        });

    private static void Examine(Scene scene, IReadOnlyList<PlayTurn> turns, SessionScore score, AcceptanceSheet sheet)
    {
        sheet.Sessions++;
        if (score.Void is not null)
            sheet.Voids++;
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var turn in turns)
        {
            // Judged afresh against the ledger as it stood, not by what the engine believed when it spoke.
            var told = turn.After.Told.Select(t => t.Fact).ToHashSet(StringComparer.Ordinal);
            var faults = ReplyCheck.Faults(scene, turn.Reply, told, turn.Direction, turn.Utterance);
            sheet.Contradictions += faults.Count(f => f == ReplyFaults.Contradiction);
            sheet.EarlyFacts += faults.Count(f => f == ReplyFaults.Leak) + TooEarly(scene, turn);
            sheet.RoleFlips += faults.Count(f => f == ReplyFaults.RoleFlip);
            sheet.Replies++;
            if (!said.Add(turn.Reply.Words))
                sheet.Repeated++;
            if (sheet.Triples > TriplesForVariety)
                continue;
            foreach (var word in Words(turn.Reply.Words, scene.IsChinese))
            {
                sheet.Vocabulary.Add(word);
                sheet.Words++;
            }
        }
    }

    /// <summary>Facts told although the state at that moment was below what their gate asks for.</summary>
    private static int TooEarly(Scene scene, PlayTurn turn) => turn.Told.Count(told =>
    {
        var fact = scene.Facts.First(f => f.Id == told.Fact);
        return (fact.Gate is FactGate.Rapport or FactGate.Depth && turn.After.State[scene.Rules.Closeness] - scene.Level.Gates < (fact.Level ?? (fact.Gate == FactGate.Rapport ? 55 : 60)))
            || (fact.Gate != FactGate.Free && !told.Elicited);
    });

    private static IEnumerable<string> Words(string text, bool isChinese)
    {
        var parts = isChinese
            ? [.. text.Where(char.IsLetterOrDigit).Select(sign => sign.ToString())]
            : text.Split([' ', ',', '.', '?', '!', '…', ';', ':', '"'], StringSplitOptions.RemoveEmptyEntries).Select(word => word.ToUpperInvariant()).ToArray();
        return Enumerable.Range(0, Math.Max(parts.Length - 1, 0)).Select(at => $"{parts[at]} {parts[at + 1]}");
    }
}
