using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Wording;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>Scores a session by a rubric: recogniser, ledger, state and rules decide; no model is needed.</summary>
public static class SessionScorer
{
    /// <param name="rubrics">The family's rubric; for a scene with a risk also the one for crises, whose criteria then count for half.</param>
    /// <param name="opening">The character before the first turn: what it has told and reached by then is no merit of this session.</param>
    public static SessionScore Score(Scene scene, IReadOnlyList<Rubric> rubrics, PlayState opening, IReadOnlyList<PlayTurn> turns)
    {
        var facts = Coverage(scene, opening, turns);
        var miti = scene.Key.Family == ActCodes.CounsellingFamily ? MitiMeasures.Of(turns, opening.State) : null;
        var criteria = new List<CriterionScore>();
        foreach (var rubric in rubrics)
            foreach (var criterion in rubric.Counted())
            {
                var checks = criterion.Checks.Select(check => Decide(scene, check, opening.State, turns, facts, miti)).ToList();
                criteria.Add(new CriterionScore(criterion.Id, criterion.Name.In(scene.Lang), criterion.Weight, ScoreSum.Share(checks), Official: false, checks, rubric.Id));
            }

        var own = scene.Checks.Where(check => !facts.Facts.Any(fact => fact.FromBefore && fact.Id == check.Fact)).ToList();
        if (own.Count > 0)
        {
            var checks = own.Select(check => Decide(scene, check, turns)).ToList();
            criteria.Add(new CriterionScore(Rubrics.SceneCriterion, Rubrics.SceneName.In(scene.Lang), ScoreSum.ScenePart, ScoreSum.Share(checks), Official: false, checks, rubrics[0].Id));
        }

        var harm = turns.Select(turn => new HarmfulTurn(turn.Number, [.. turn.Acts.Select(act => act.Act).Where(act => ActCodes.Prohibited.Contains(act)).Distinct(StringComparer.Ordinal)]))
            .Where(turn => turn.Acts.Count > 0).ToList();
        var score = new SessionScore
        {
            Rubric = string.Join("+", rubrics.Select(r => r.Id)),
            RubricVersion = rubrics[0].Version,
            Recogniser = turns.Select(turn => turn.Recogniser).Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null,
            Score = 0,
            PassMark = rubrics[0].PassMark,
            ByRubric = [.. rubrics.Select(r => new RubricScore(r.Id, r.Version, 0, r.PassMark, r.Penalty))],
            Criteria = criteria,
            Harm = harm,
            Facts = facts,
            Miti = miti,
            Redo = Redo(scene, turns),
            Void = SessionValidity.WhyVoid(scene, turns),
        };
        return ScoreSum.Of(score, criteria, harm);
    }

    private static CheckResult Decide(Scene scene, RubricCheck check, CharacterState before, IReadOnlyList<PlayTurn> turns, FactCoverage facts, MitiMeasures? miti)
    {
        var by = check.By;
        var (met, evidence, reason, decided, confidence) = (turns.Count >= by.Turns, new List<Evidence>(), "", "recogniser", 0.85);
        void Also(bool holds, string why)
        {
            met &= holds;
            reason = reason.Length == 0 ? why : $"{reason}; {why}";
        }

        if (by.Acts.Count > 0)
        {
            var seen = Seen(turns.Take(by.Within ?? int.MaxValue), by.Acts);
            evidence.AddRange(seen.Select(s => s.Evidence));
            confidence = seen.Count > 0 ? seen.Max(s => s.Confidence) : 0.8;
            var count = seen.Select(s => s.Evidence.Turn).Distinct().Count();
            Also(count >= by.AtLeast, scene.Said($"在 {count} 轮中看到，至少需要 {by.AtLeast} 轮", $"seen in {count} turns, {by.AtLeast} needed"));
        }

        if (by.NoneOf.Count > 0)
        {
            var seen = Seen(turns, by.NoneOf);
            evidence.AddRange(seen.Select(s => s.Evidence));
            var count = seen.Select(s => s.Evidence.Turn).Distinct().Count();
            Also(count <= by.Tolerated, count == 0 ? scene.Said("没有出现", "not seen") : scene.Said($"出现在 {count} 轮", $"seen in {count} turns"));
        }

        if (by.Elicited is { } share)
        {
            decided = "ledger";
            Also(facts.ElicitedShare >= share, scene.Said($"问出了 {facts.ElicitedShare:P0} 的隐藏信息，至少需要 {share:P0}", $"{facts.ElicitedShare:P0} of the hidden facts were earned, {share:P0} needed"));
            evidence.AddRange(facts.Facts.Where(f => f.Turn is not null && f.Elicited).Select(f => new Evidence(f.Turn!.Value, f.Text)));
        }

        if (by.State is { } target)
        {
            decided = "state";
            var (start, end) = (before[target.Variable], turns.Count > 0 ? turns[^1].After.State[target.Variable] : before[target.Variable]);
            Also((target.Rise is not { } rise || end - start >= rise) && (target.Fall is not { } fall || start - end >= fall)
                && (target.AtLeast is not { } least || end >= least) && (target.AtMost is not { } most || end <= most), $"{start} → {end}");
        }

        if (by.Ends.Count > 0)
        {
            decided = "rule";
            Also(turns.Count > 0 && turns[^1].After.End is { } ended && by.Ends.Contains(ended), scene.Said("看会谈如何结束", "by how the session ended"));
        }

        if (by.NotEnds.Count > 0)
        {
            decided = "rule";
            Also(turns.Count > 0 && (turns[^1].After.End is not { } ended || !by.NotEnds.Contains(ended)), scene.Said("看会谈如何结束", "by how the session ended"));
        }

        if (by.Measure is { } measure)
        {
            decided = "rule";
            var value = miti?.Value(measure.Name) ?? 0;
            Also(value >= measure.AtLeast, $"{value:0.00} ≥ {measure.AtLeast:0.00}?");
        }

        if (by.Rule is { } rule)
        {
            decided = "rule";
            var (holds, found) = CrisisRules.Decide(rule, scene.Risk, turns);
            evidence.AddRange(found);
            Also(holds, found.Count > 0 ? scene.Said("见原话", "see the words") : scene.Said("没有出现", "not seen"));
        }

        return new CheckResult(check.Id, check.Question.In(scene.Lang), met, [.. evidence.Take(5)], reason, decided, confidence, by.NoneOf.Count > 0 ? by.NoneOf : null);
    }

    private static CheckResult Decide(Scene scene, SceneCheck check, IReadOnlyList<PlayTurn> turns)
    {
        List<Evidence> evidence = check switch
        {
            { Fact: { } fact } => [.. turns.SelectMany(turn => turn.Told).Where(told => told.Fact == fact && told.Elicited).Select(told => new Evidence(told.Turn, scene.Facts.First(f => f.Id == fact).Text))],
            { Act: { } act } => [.. Seen(turns, [act]).Select(s => s.Evidence)],
            _ => [.. turns.Select(turn => (turn.Number, Word: check.Words.FirstOrDefault(word => turn.Utterance.Contains(word, StringComparison.OrdinalIgnoreCase))))
                .Where(found => found.Word is not null).Select(found => new Evidence(found.Number, found.Word!))],
        };
        return new CheckResult(check.Id, check.Question, evidence.Count > 0, evidence, evidence.Count > 0 ? scene.Said("见原话", "see the words") : scene.Said("没有出现", "not seen"), check.Fact is not null ? "ledger" : "rule", 0.9);
    }

    private static List<(Evidence Evidence, double Confidence)> Seen(IEnumerable<PlayTurn> turns, IReadOnlyList<string> acts) =>
        [.. turns.SelectMany(turn => turn.Acts.Where(act => acts.Contains(act.Act, StringComparer.Ordinal)).Select(act => (new Evidence(turn.Number, act.Quote), act.Confidence)))];

    private static FactCoverage Coverage(Scene scene, PlayState opening, IReadOnlyList<PlayTurn> turns)
    {
        var before = opening.Told.Select(t => t.Fact).ToHashSet(StringComparer.Ordinal);
        var told = turns.SelectMany(turn => turn.Told).ToDictionary(t => t.Fact, StringComparer.Ordinal);
        return new FactCoverage([.. scene.Facts.Select(fact => told.TryGetValue(fact.Id, out var found)
            ? new FactOutcome(fact.Id, fact.Text, fact.Gate, found.Turn, found.Elicited)
            : new FactOutcome(fact.Id, fact.Text, fact.Gate, null, Elicited: false, before.Contains(fact.Id)))]);
    }

    private static List<RedoTurn> Redo(Scene scene, IReadOnlyList<PlayTurn> turns) =>
        [.. turns.Select(turn => (turn, worse: turn.Moves.Where(scene.Rules.IsWorse).ToList()))
            .Where(t => t.worse.Count > 0)
            .Select(t => new RedoTurn(t.turn.Number, t.worse.Sum(move => Math.Abs(move.By)), t.worse.OrderByDescending(move => Math.Abs(move.By)).First().Reason))
            .OrderByDescending(redo => redo.Cost).ThenBy(redo => redo.Turn).Take(3)];
}

/// <summary>Whether a session may be scored at all.</summary>
internal static class SessionValidity
{
    private const int TooSoft = 3;

    public static string? WhyVoid(Scene scene, IReadOnlyList<PlayTurn> turns)
    {
        if (turns.FirstOrDefault(turn => ReplyCheck.FlipsRole(scene, turn.Reply.Words)) is { } flipped)
            return scene.Said($"第 {flipped.Number} 轮对方说出了帮助者的话，没有演好自己", $"the person spoke as the helper in turn {flipped.Number}");
        var soft = 0;
        foreach (var turn in turns)
        {
            // A model that answers harm with thanks, turn after turn, plays somebody else.
            soft = turn.Direction == StageDirection.Escalate && ReplyCheck.Faults(scene, turn.Reply.Words, scene.Facts.Select(f => f.Id).ToHashSet(StringComparer.Ordinal), turn.Direction, null).Contains(ReplyFaults.WrongEmotion, StringComparer.Ordinal) ? soft + 1 : 0;
            if (soft >= TooSoft)
                return scene.Said($"到第 {turn.Number} 轮，对方挨了责备还一再道谢，不像这个人", $"the person gave thanks for harm again and again, up to turn {turn.Number}");
        }

        return null;
    }
}
