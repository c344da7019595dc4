using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using static Platform.Scenarios.Simulation.Characters.StateVariables;

namespace Platform.Scenarios.CommunityRole;

/// <summary>What moves a resident: anger, trust, patience and the feeling of being heard.</summary>
internal sealed class ResidentRules(Agreement agreement, double flare, double ease) : ICharacterRules
{
    private const int TooFewSigns = 5;

    private static readonly MoveRule[] Table =
    [
        new(ActCodes.Greeting, Anger, -2, "被好好招呼了", "was greeted properly"),
        new(ActCodes.Greeting, Trust, 2, "被好好招呼了", "was greeted properly"),
        new(ActCodes.Empathy, Anger, -9, "难处被说出来了", "the trouble was named"),
        new(ActCodes.Empathy, Heard, 14, "难处被说出来了", "the trouble was named"),
        new(ActCodes.Empathy, Trust, 6, "觉得对方站在自己这边想", "felt that the other saw the matter from this side"),
        new(ActCodes.OpenQuestion, Heard, 8, "有机会从头讲", "could tell it all"),
        new(ActCodes.OpenQuestion, Trust, 3, "对方愿意听", "the other wanted to listen"),
        new(ActCodes.FactCheck, Trust, 4, "问到了点子上", "the question was to the point"),
        new(ActCodes.FactCheck, Heard, 5, "细节被当回事", "details were taken seriously"),
        new(ActCodes.Restating, Heard, 16, "自己的话被准确说了一遍", "heard the own words said back rightly"),
        new(ActCodes.Restating, Anger, -6, "不用再讲一遍", "need not say it again"),
        new(ActCodes.Restating, Trust, 5, "知道对方听进去了", "knew that it had gone in"),
        new(ActCodes.LegalGround, Trust, 5, "有依据，不是随口说", "it had a ground"),
        new(ActCodes.ConcreteMeasure, Trust, 7, "听到了具体做法", "heard what will be done"),
        new(ActCodes.ConcreteMeasure, Anger, -6, "事情有人办了", "something will be done"),
        new(ActCodes.NamedResponsibility, Trust, 6, "知道找谁", "knew whom to turn to"),
        new(ActCodes.Deadline, Trust, 6, "有了日子", "there was a date"),
        new(ActCodes.Deadline, Patience, 5, "等也有个头", "waiting had an end"),
        new(ActCodes.Contact, Trust, 3, "留了联系方式", "got a way to reach the other"),
        new(ActCodes.FollowUp, Trust, 5, "事后还有人管", "somebody will look again"),
        new(ActCodes.FollowUp, Anger, -3, "事后还有人管", "somebody will look again"),
        new(ActCodes.ClosingCheck, Trust, 3, "最后还问了自己的意见", "was asked at the end"),

        new(ActCodes.BrushOff, Anger, 13, "被推开了", "was pushed away"),
        new(ActCodes.BrushOff, Trust, -11, "被推开了", "was pushed away"),
        new(ActCodes.BrushOff, Patience, -13, "又要白跑", "another errand for nothing"),
        new(ActCodes.Blame, Anger, 15, "反倒成了自己的错", "was made the guilty one"),
        new(ActCodes.Blame, Trust, -11, "反倒成了自己的错", "was made the guilty one"),
        new(ActCodes.Blame, Heard, -10, "反倒成了自己的错", "was made the guilty one"),
        new(ActCodes.Blame, Patience, -9, "反倒成了自己的错", "was made the guilty one"),
        new(ActCodes.CalmDown, Anger, 10, "被命令冷静", "was ordered to calm down"),
        new(ActCodes.CalmDown, Heard, -7, "被命令冷静", "was ordered to calm down"),
        new(ActCodes.CalmDown, Patience, -6, "被命令冷静", "was ordered to calm down"),
        new(ActCodes.EmptyPromise, Trust, -5, "只是套话", "only phrases"),
        new(ActCodes.EmptyPromise, Patience, -7, "只是套话", "only phrases"),
        new(ActCodes.EmptyPromise, Anger, 4, "只是套话", "only phrases"),
        new(ActCodes.UnlawfulPromise, Trust, -3, "听着不像真的", "it did not sound true"),
        new(ActCodes.PrivacyBreach, Trust, -9, "对方把别人的私事说了出来", "the other gave away private matters"),
        new(ActCodes.PrivacyBreach, Patience, -5, "对方把别人的私事说了出来", "the other gave away private matters"),
    ];

    public string Closeness => Trust;

    public string Bearing => Patience;

    public IReadOnlyList<MoveRule> Moves { get; } = [.. Table.Select(rule => rule with
    {
        By = (int)Math.Round(rule.By * (IsWorse(rule.Variable, rule.By) ? flare : ease), MidpointRounding.AwayFromZero),
    })];

    public bool IsWorse(StateMove move) => IsWorse(move.Variable, move.By);

    public IEnumerable<StateMove> Beyond(Scene scene, PlayState before, HeardUtterance heard)
    {
        StateMove Move(string variable, int by, string chinese, string english) => new(variable, by, scene.Said(chinese, english));

        if (heard.IsRepeat)
        {
            yield return Move(Anger, 7, "又听见同一句话", "heard the same sentence again");
            yield return Move(Patience, -9, "又听见同一句话", "heard the same sentence again");
            yield break;
        }

        if (heard.Has(ActCodes.UnverifiedGround))
            yield return Move(Trust, 0, "说的不是这件事的依据", "not a ground here");

        if (heard.Acts.Count == 0)
        {
            yield return Move(Patience, heard.Text.Length < TooFewSigns ? -8 : -5, "没听到什么实在的", "heard nothing of substance");
            yield return Move(Anger, 2, "没听到什么实在的", "heard nothing of substance");
        }

        if (before.Turn < 2 && before.State[Heard] < 35 && heard.HasAny([ActCodes.LegalGround, ActCodes.ConcreteMeasure]) && !heard.HasAny([ActCodes.Empathy, ActCodes.OpenQuestion, ActCodes.FactCheck, ActCodes.Restating]))
        {
            yield return Move(Heard, -6, "话还没听完就给办法", "got an answer before having been heard");
            yield return Move(Trust, -4, "话还没听完就给办法", "got an answer before having been heard");
        }

        if (before.Turn >= 3 && before.Times(ActCodes.Empathy) + before.Times(ActCodes.Restating) == 0 && heard.IsQuestion && !heard.HasAny([ActCodes.Empathy, ActCodes.Restating]))
            yield return Move(Patience, -4, "一直被盘问", "was only questioned");

        if (before.Turn >= 7 && before.Times(ActCodes.ConcreteMeasure) == 0 && !heard.Has(ActCodes.ConcreteMeasure))
            yield return Move(Patience, -4, "谈了这么久还没有办法", "so much talk and still no measure");
    }

    public StageDirection Direct(PlayState before, CharacterState after, HeardUtterance heard)
    {
        var anger = after[Anger] - before.State[Anger];
        var trust = after[Trust] - before.State[Trust];
        var patience = after[Patience] - before.State[Patience];
        if (heard.IsProhibited && (anger > 0 || trust < 0) || anger >= 5 || patience <= -9)
            return StageDirection.Escalate;
        var better = -anger + trust + ((after[Heard] - before.State[Heard]) / 2);
        return (better >= 1 && after[Anger] < 30 && after[Trust] >= 70) || better >= 10 && after[Anger] < 75 || (better >= 4 && after[Anger] < 40) ? StageDirection.Soften : StageDirection.Hold;
    }

    public IReadOnlyList<string> Missing(Scene scene, PlayState now) => [.. agreement.Needs.Where(act => now.Times(act) == 0)];

    public bool WalksOut(CharacterState state, int turn) => turn >= 3 && (state[Patience] <= 4 || (state[Anger] >= 96 && state[Patience] < 40));

    public bool Agrees(Scene scene, PlayState now) =>
        now.Turn >= 4 && Missing(scene, now).Count == 0 && now.State[Trust] >= agreement.Trust && now.State[Anger] <= agreement.Anger;

    private static bool IsWorse(string variable, int by) => variable == Anger ? by > 0 : by < 0;
}
