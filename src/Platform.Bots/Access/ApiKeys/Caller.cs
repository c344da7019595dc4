using Platform.Data.Accounts;
using Platform.Scenarios.Keys;

namespace Platform.Bots.Access.ApiKeys;

/// <summary>Who calls a program's address: the holder of a key, or someone at the console's playground.</summary>
/// <param name="Key">Null for the playground.</param>
internal sealed record Caller(ApiScopes Scopes, FoundKey? Key, PlaygroundPass? Pass)
{
    public static Caller? Of(HttpContext http) => http.Features.Get<Caller>();

    /// <summary>Keeps the prompts of different owners apart where prefixes are shared.</summary>
    public string Tenant => Key is { } key ? (key.Key.OwnerId ?? key.Key.Id).ToString("N") : $"playground-{Pass?.Account:N}";

    public bool MayAsk(string model) => Key is null || Key.Key.Models.Count == 0 || Key.Key.Models.Contains(model, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Lets a signed-in developer's browser call like a program for some minutes.</summary>
/// <param name="OverQuota">Every call is answered as if the key were used up: for trying out how a program takes it.</param>
internal sealed record PlaygroundPass(Guid Account, bool OverQuota);
