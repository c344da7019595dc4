namespace Platform.Scenarios.Simulation.Acts;

/// <summary>An act that was seen in an utterance.</summary>
/// <param name="Quote">The words that show it.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="By"><c>pattern</c>, <c>classifier</c>, <c>both</c> or <c>person</c>.</param>
public sealed record RecognisedAct(string Act, int Start, int End, string Quote, double Confidence, string By);

/// <summary>What a trainee did in one utterance.</summary>
public interface IActRecogniser
{
    /// <param name="family">See <see cref="ActCodes"/>.</param>
    /// <param name="lang">zh or en.</param>
    IReadOnlyList<RecognisedAct> Recognise(string text, string family, string lang);
}
