using System.Net;

namespace Platform.Bots.Operations;

/// <summary>Networks as the configuration writes them: an address such as <c>10.0.0.5</c>, or address/bits such as <c>10.0.0.0/8</c>.</summary>
internal static class NetworkText
{
    public static IPNetwork Parse(string text) => IPNetwork.Parse(WithBits(text));

    public static bool IsOne(string text) => IPNetwork.TryParse(WithBits(text), out _);

    private static string WithBits(string text) => text.Contains('/', StringComparison.Ordinal) ? text : $"{text}/{(text.Contains(':', StringComparison.Ordinal) ? 128 : 32)}";
}
