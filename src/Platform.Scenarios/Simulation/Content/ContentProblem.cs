namespace Platform.Scenarios.Simulation.Content;

/// <summary>What is wrong in an authored file, with its place, in both languages: trainers read it while they write.</summary>
public sealed record ContentProblem(string Chinese, string English)
{
    public string In(string lang) => lang == Rules.Chinese ? Chinese : English;

    /// <summary>In English, as commands say it.</summary>
    public override string ToString() => English;
}
