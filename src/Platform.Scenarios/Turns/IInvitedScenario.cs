namespace Platform.Scenarios.Turns;

/// <summary>A scenario that a person can call into any conversation, whatever that conversation's own scenario is.</summary>
public interface IInvitedScenario : IScenario
{
    /// <summary>Whether what was heard last is for it: it was called now, or it was called before and has not ended.</summary>
    bool IsInvited(Dialogue dialogue);

    /// <summary>Whether it answers also while a person is asked for or attends, when every other scenario is silent.</summary>
    bool IsUrgent => false;
}
