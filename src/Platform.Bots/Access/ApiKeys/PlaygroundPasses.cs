using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Platform.Bots.Access.ApiKeys;

/// <summary>Makes and reads the passes of the playground; they are kept nowhere and end by themselves.</summary>
internal sealed class PlaygroundPasses(IDataProtectionProvider protection)
{
    public const string Beginning = "pg-";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("playground-pass").ToTimeLimitedDataProtector();

    public string Make(PlaygroundPass pass) => Beginning + _protector.Protect(JsonSerializer.Serialize(pass), Lifetime);

    /// <returns>Null for what was not made here or has ended.</returns>
    public PlaygroundPass? Read(string given)
    {
        try
        {
            return JsonSerializer.Deserialize<PlaygroundPass>(_protector.Unprotect(given[Beginning.Length..]));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
