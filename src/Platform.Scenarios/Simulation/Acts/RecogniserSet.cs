namespace Platform.Scenarios.Simulation.Acts;

/// <summary>Sees acts by what is in service: the recogniser that ships and, in its place, what was trained later for a family and language.</summary>
/// <remarks>It does not change, so that whoever holds one hears and names by the same recogniser; another one takes its place.</remarks>
public sealed class RecogniserSet : IActRecogniser
{
    private readonly IReadOnlyDictionary<(string Family, string Lang), (string Version, IActRecogniser Recogniser)> _trained;

    internal RecogniserSet(IReadOnlyDictionary<(string Family, string Lang), (string Version, IActRecogniser Recogniser)> trained) => _trained = trained;

    /// <summary>What ships, alone.</summary>
    public static RecogniserSet Shipped { get; } = new(new Dictionary<(string Family, string Lang), (string Version, IActRecogniser Recogniser)>());

    public IReadOnlyList<RecognisedAct> Recognise(string text, string family, string lang) =>
        (_trained.TryGetValue((family, lang), out var own) ? own.Recogniser : Recognisers.Shipped()).Recognise(text, family, lang);

    /// <summary>Names what hears a family and language, without waiting for it to be trained.</summary>
    public string VersionOf(string family, string lang) => _trained.TryGetValue((family, lang), out var own) ? own.Version : Recognisers.ShippedVersion();
}
