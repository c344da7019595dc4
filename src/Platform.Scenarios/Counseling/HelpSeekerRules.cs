using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using static Platform.Scenarios.Simulation.Characters.StateVariables;

namespace Platform.Scenarios.Counseling;

/// <summary>What moves a help-seeker: emotion, rapport, openness, control, efficacy and awareness.</summary>
internal sealed class HelpSeekerRules(ConversationStyle manner) : ICharacterRules
{
    private const int WalksOutAt = 10;

    private static readonly MoveRule[] Table =
    [
        new(ActCodes.OpenQuestion, Openness, 5, "可以按自己的方式说", "could say it in an own way"),
        new(ActCodes.OpenQuestion, Rapport, 2, "对方想知道", "the other wanted to know"),
        new(ActCodes.OpenQuestion, Awareness, 2, "被请去看一看自己", "was asked to look inside"),
        new(ActCodes.SimpleReflection, Rapport, 5, "话被听见了", "was heard"),
        new(ActCodes.SimpleReflection, Openness, 3, "话被听见了", "was heard"),
        new(ActCodes.ComplexReflection, Rapport, 9, "没说出口的也被听懂了", "even the unsaid was understood"),
        new(ActCodes.ComplexReflection, Openness, 7, "没说出口的也被听懂了", "even the unsaid was understood"),
        new(ActCodes.ComplexReflection, Awareness, 8, "看见了自己的另一层", "saw another layer"),
        new(ActCodes.ComplexReflection, Emotion, 3, "不是一个人了", "was not alone with it"),
        new(ActCodes.Affirm, Efficacy, 8, "努力被看见", "the effort was seen"),
        new(ActCodes.Affirm, Emotion, 4, "努力被看见", "the effort was seen"),
        new(ActCodes.Affirm, Rapport, 3, "努力被看见", "the effort was seen"),
        new(ActCodes.SeekCollaboration, Control, 7, "事情一起商量", "it was decided together"),
        new(ActCodes.SeekCollaboration, Rapport, 4, "事情一起商量", "it was decided together"),
        new(ActCodes.SeekCollaboration, Efficacy, 4, "事情一起商量", "it was decided together"),
        new(ActCodes.EmphasiseAutonomy, Control, 9, "主意由自己拿", "the choice was left here"),
        new(ActCodes.EmphasiseAutonomy, Efficacy, 5, "主意由自己拿", "the choice was left here"),
        new(ActCodes.EmphasiseAutonomy, Openness, 3, "主意由自己拿", "the choice was left here"),
        new(ActCodes.AdviseWithPermission, Efficacy, 4, "有了一个可以试的办法", "there was something to try"),
        new(ActCodes.GiveInformation, Control, 2, "知道了多一点", "knew a little more"),

        new(ActCodes.AdviseWithoutPermission, Openness, -6, "还没说完就被教怎么做", "was told what to do before having finished"),
        new(ActCodes.AdviseWithoutPermission, Rapport, -4, "还没说完就被教怎么做", "was told what to do before having finished"),
        new(ActCodes.AdviseWithoutPermission, Control, -3, "还没说完就被教怎么做", "was told what to do before having finished"),
        new(ActCodes.Persuade, Openness, -7, "被讲道理", "was argued with"),
        new(ActCodes.Persuade, Rapport, -6, "被讲道理", "was argued with"),
        new(ActCodes.Persuade, Emotion, -5, "难受没有被当回事", "the pain was not taken seriously"),
        new(ActCodes.Confront, Emotion, -10, "被评判了", "was judged"),
        new(ActCodes.Confront, Rapport, -11, "被评判了", "was judged"),
        new(ActCodes.Confront, Openness, -9, "被评判了", "was judged"),
        new(ActCodes.Confront, Efficacy, -4, "被评判了", "was judged"),
    ];

    public string Closeness => Rapport;

    public string Bearing => Openness;

    public IReadOnlyList<MoveRule> Moves => Table;

    public bool IsWorse(StateMove move) => move.By < 0;

    public IEnumerable<StateMove> Beyond(Scene scene, PlayState before, HeardUtterance heard)
    {
        StateMove Move(string variable, int by, string chinese, string english) => new(variable, by, scene.Said(chinese, english));

        if (heard.IsRepeat)
        {
            yield return Move(Rapport, -7, "又听见同一句话", "heard the same sentence again");
            yield return Move(Openness, -5, "又听见同一句话", "heard the same sentence again");
            yield break;
        }

        var closed = heard.Has(ActCodes.ClosedQuestion);
        if (closed && !heard.HasAny([ActCodes.OpenQuestion, ActCodes.SimpleReflection, ActCodes.ComplexReflection]))
            yield return Move(Openness, manner == ConversationStyle.Reserved ? -4 : -2, "像在填表", "felt like filling in a form");
        if (before.Turn >= 2 && heard.IsQuestion && before.Times(ActCodes.SimpleReflection) + before.Times(ActCodes.ComplexReflection) == 0
            && !heard.HasAny([ActCodes.SimpleReflection, ActCodes.ComplexReflection]))
            yield return Move(Rapport, -3, "一个问题接一个问题", "one question after the other");
        if (before.Turn < 4 && heard.HasAny([ActCodes.AdviseWithoutPermission, ActCodes.Persuade]))
            yield return Move(Emotion, -4, "太早给建议", "advice came too early");
        if (heard.Acts.Count == 0 || (heard.Acts.Count == 1 && heard.Has(ActCodes.Other)))
        {
            if (before.Turn > 0)
                yield return Move(Openness, -2, "没有被接住", "was not picked up");
        }
        else if (manner == ConversationStyle.Upset && heard.IsProhibited)
        {
            yield return Move(Emotion, -4, "本来就憋着火", "was angry already");
        }
    }

    public StageDirection Direct(PlayState before, CharacterState after, HeardUtterance heard)
    {
        var change = after[Rapport] - before.State[Rapport] + after[Openness] - before.State[Openness] + after[Emotion] - before.State[Emotion];
        return heard.IsProhibited && change < 0 || change <= -6 ? StageDirection.Escalate : change >= 7 ? StageDirection.Soften : StageDirection.Hold;
    }

    public IReadOnlyList<string> Missing(Scene scene, PlayState now) => [];

    public bool WalksOut(CharacterState state, int turn) => turn >= 3 && (state[Emotion] <= WalksOutAt || state[Rapport] <= 3 || (state[Openness] <= 2 && state[Rapport] < 15));

    public bool Agrees(Scene scene, PlayState now) =>
        now.Turn >= 6 && now.State[Rapport] >= 55 && now.State[Efficacy] >= 38 && now.Times(ActCodes.SeekCollaboration) + now.Times(ActCodes.EmphasiseAutonomy) >= 2;
}
