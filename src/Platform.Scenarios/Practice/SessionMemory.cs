using Platform.Data.Simulations;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Wording;

namespace Platform.Scenarios.Practice;

/// <summary>What a help-seeker brings from the last session: what was told, how close one was, and what happened in between.</summary>
internal static class SessionMemory
{
    public static (SpokenReply Reply, PlayState State) Resume(Scene scene, PracticeScenes scenes, PracticeSession previous, SpokenReply reply, PlayState state, long seed)
    {
        var branch = PracticeJson.Branch(previous.Turns, previous.HeadId);
        if (branch.Count == 0 || scenes.HelpSeekers.FirstOrDefault(p => p.Id == scene.Key.Persona) is not { } person)
            return (reply, state);

        var last = branch[^1].Turn.After;
        var between = Between(person, last);
        var values = state.State;
        foreach (var variable in scene.Start.Values.Keys)
            values = values.Moved(variable, (last.State[variable] - scene.Start[variable]) / 2); // half of what was reached lasts
        values = values.Moved(StateVariables.Emotion, between.Emotion);

        var told = last.Told.RemoveAll(t => scene.Facts.All(fact => fact.Id != t.Fact)); // a newer version may know other facts
        var words = Opening(scene, between, [.. told.Select(t => t.Fact)], new Dice(seed, 0, "between")) ?? reply.Words;
        return (reply with { Words = words }, state with
        {
            State = values,
            LastReply = words,
            Spoken = last.Spoken.Count > 60 ? last.Spoken.RemoveRange(0, last.Spoken.Count - 60) : last.Spoken,
            Told = [.. told.Select(t => t with { Turn = 0 })],
        });
    }

    /// <summary>What happened in between, by a line that gives away nothing of what was not told; null when there is none.</summary>
    private static string? Opening(Scene scene, BetweenSessions between, HashSet<string> told, Dice dice)
    {
        var safe = between.Say.Where(line => ReplyCheck.IsSafe(scene, line, told)).ToList();
        return safe.Count == 0 ? null : Template.Expand(
            dice.Pick(safe), dice.Roll, blank => blank == Template.Issue ? scene.Issue : blank == Template.CharacterName ? scene.Name : dice.Pick(scene.Style.Address));
    }

    private static BetweenSessions Between(HelpSeeker person, PlayState last)
    {
        var held = last.End switch
        {
            PlayEnd.Agreed => BetweenCondition.AgreedStep,
            PlayEnd.WalkedOut => BetweenCondition.Hurt,
            _ => BetweenCondition.Always,
        };
        return person.Between.FirstOrDefault(b => b.When == held) ?? person.Between.FirstOrDefault(b => b.When == BetweenCondition.Always) ?? person.Between[0];
    }
}
