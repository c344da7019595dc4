using System.Globalization;
using System.Text;
using Platform.Scenarios.Simulation.Acceptance;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Bots.Operations.Commands;

/// <summary>A practice session as text for a terminal; shows what a trainee would not see.</summary>
internal static class SessionPrint
{
    public static string Reply(Scene scene, SpokenReply reply) => scene.Said($"{scene.Name}（{reply.Gesture}）：{reply.Words}", $"{scene.Name} ({reply.Gesture}): {reply.Words}");

    public static string State(CharacterState state) => string.Join("  ", state.Values.Select(v => $"{v.Key} {v.Value}"));

    public static string Turn(Scene scene, PlayTurn turn)
    {
        var text = new StringBuilder();
        text.AppendLine(Reply(scene, turn.Reply));
        text.AppendLine(CultureInfo.InvariantCulture, $"    acts: {string.Join(", ", turn.Acts.Select(act => act.Act))} → {turn.Direction}");
        foreach (var move in turn.Moves)
            text.AppendLine(CultureInfo.InvariantCulture, $"    {move.Variable} {move.By:+0;-0}: {move.Reason}");
        if (turn.Told.Count > 0)
            text.AppendLine(CultureInfo.InvariantCulture, $"    told: {string.Join(", ", turn.Told.Select(told => told.Elicited ? told.Fact : $"{told.Fact} (unasked)"))}");
        text.Append(CultureInfo.InvariantCulture, $"    {State(turn.After.State)}{(turn.After.End is { } end ? $"   END: {end}" : "")}");
        return text.ToString();
    }

    public static string Score(Scene scene, SessionScore score)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"\n{scene.Said("得分", "Score")} {score.Score}/100 ({scene.Said("及格线", "pass mark")} {score.PassMark}) {(score.Void is { } reason ? $"VOID: {reason}" : score.Passed ? "✓" : "✗")}   {string.Join(", ", score.ByRubric.Select(r => $"{r.Id} v{r.Version} {r.Score}/{r.PassMark}"))}");
        foreach (var criterion in score.Criteria)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {criterion.Name} {criterion.Share:P0}");
            foreach (var check in criterion.Checks)
                text.AppendLine(CultureInfo.InvariantCulture, $"    {(check.Met ? "✓" : "✗")} {check.Question} {string.Join(" ", check.Evidence.Take(2).Select(e => $"[{e.Turn}] “{e.Quote}”"))} ({check.Reason}; {check.DecidedBy})");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  {scene.Said("信息", "Facts")}: {score.Facts.ElicitedShare:P0} {scene.Said("问出", "earned")}, {score.Facts.VolunteeredShare:P0} {scene.Said("自述", "volunteered")}; {scene.Said("没有问到", "never found")}: {string.Join(", ", score.Facts.Facts.Where(f => f.Turn is null && !f.FromBefore).Select(f => f.Id))}");
        if (score.Miti is { } miti)
            text.AppendLine(CultureInfo.InvariantCulture, $"  MITI: R:Q {miti.ReflectionsToQuestions:0.00}, open {miti.OpenShare:P0}, complex {miti.ComplexShare:P0}, MIA {miti.Adherent}, MINA {miti.NonAdherent}, technical {miti.Technical:0.0}, relational {miti.Relational:0.0}");
        foreach (var redo in score.Redo)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {scene.Said("值得重来", "worth redoing")}: {redo.Turn} (−{redo.Cost}, {redo.Reason})");
        return text.ToString();
    }

    public static string Sheet(IReadOnlyList<AcceptanceSheet> sheets)
    {
        var text = new StringBuilder("| person | case | released | good > ordinary > bad | mood | means | contradictions | early | flips | void | repeated | variety |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var s in sheets)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {s.Scene.Persona}{(s.Scene.Crisis ? " (crisis)" : "")} | {s.Scene.Case} | {(s.Released ? "yes" : "NO")} | {s.Ordered}/{s.Triples} | {s.MoodRight}/{s.Triples} | {s.Good.Average():0} {s.Ordinary.Average():0} {s.Bad.Average():0} | {s.Contradictions} | {s.EarlyFacts} | {s.RoleFlips} | {s.Voids} | {s.Repeated}/{s.Replies} | {s.Variety:0.00} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"\n{sheets.Count(s => s.Released)} of {sheets.Count} scenes released; {sheets.Sum(s => s.Ordered)} of {sheets.Sum(s => s.Triples)} triples ordered; {sheets.Sum(s => s.Sessions)} sessions, {sheets.Sum(s => s.Contradictions)} contradictions, {sheets.Sum(s => s.EarlyFacts)} facts too early, {sheets.Sum(s => s.RoleFlips)} role flips.");
        return text.ToString();
    }
}
