namespace Platform.Scenarios.Simulation.Acts;

/// <summary>The recogniser that ships beside the program.</summary>
public static class Recognisers
{
    public static IActRecogniser Shipped() => new PatternRecogniser();
}
