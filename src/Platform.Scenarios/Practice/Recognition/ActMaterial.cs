using Platform.Scenarios.Simulation.Acts;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>What recognisers learn from beside corrections, and what they are measured on.</summary>
/// <param name="HeldOut">Written by others than the authored ones; none learns from them.</param>
internal sealed record ActMaterial(IReadOnlyList<Utterance> Authored, IReadOnlyList<Utterance> HeldOut)
{
    /// <exception cref="Simulation.Content.ContentException">An utterance file is refused.</exception>
    public static ActMaterial Shipped() => new(Recognisers.TrainingUtterances(), Recognisers.HeldOutUtterances());

    public ActMaterial Of(string family, string lang) =>
        new([.. Authored.Where(u => u.Family == family && u.Lang == lang)], [.. HeldOut.Where(u => u.Family == family && u.Lang == lang)]);
}
