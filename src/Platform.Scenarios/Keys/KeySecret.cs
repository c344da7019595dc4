using System.Security.Cryptography;
using System.Text;
using Platform.Data.Accounts;

namespace Platform.Scenarios.Keys;

/// <summary>The form of a key: <c>pk-live-</c> or <c>pk-test-</c> and 256 random bits.</summary>
public static class KeySecret
{
    private const int RandomBytes = 32;
    private const int ShownSigns = 4;
    private const int Length = 8 + 43; // 32 bytes as base64 without its filling

    public static string New(ApiEnvironment environment) =>
        BeginningOf(environment) + Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Whether a text has the form of a key; what has not need not be looked up.</summary>
    public static bool LooksLikeOne(string given) => given.Length == Length
        && (given.StartsWith(BeginningOf(ApiEnvironment.Live), StringComparison.Ordinal) || given.StartsWith(BeginningOf(ApiEnvironment.Sandbox), StringComparison.Ordinal));

    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Enough to recognise a key by, too little to use it.</summary>
    public static string Prefix(string key, ApiEnvironment environment) => key[..(BeginningOf(environment).Length + ShownSigns)];

    private static string BeginningOf(ApiEnvironment environment) => environment == ApiEnvironment.Live ? "pk-live-" : "pk-test-";
}
