using System.CommandLine;
using System.Globalization;
using FluentValidation;
using Platform.Data.Accounts;
using Platform.Scenarios.Keys;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform keys create|list|rotate|revoke</c>: keys for applications; a running server follows within seconds.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var command = new Command("keys", "Makes, lists, rotates and revokes keys for applications.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(Make());
        command.Add(List());
        command.Add(Rotate());
        command.Add(Revoke());
        return command;
    }

    private static Command Make()
    {
        var name = new Option<string>("--name") { Description = "What the key is for.", Required = true };
        var environment = new Option<ApiEnvironment>("--environment") { Description = "Live or Sandbox.", DefaultValueFactory = _ => ApiEnvironment.Live };
        var scopes = new Option<string>("--scopes") { Description = "Some of chat, completions, embeddings, models, tokenize, metrics, or all, with commas.", DefaultValueFactory = _ => "all" };
        var models = new Option<string?>("--models") { Description = "Names of models and skills it may ask, with commas; all when left out." };
        var origins = new Option<string?>("--origins") { Description = "Web origins whose pages may use it, with commas." };
        var life = new Option<TimeSpan?>("--expires-in") { Description = "How long it works, such as 90.00:00:00 for 90 days." };
        var perMinute = new Option<int?>("--requests-per-minute");
        var perDay = new Option<int?>("--requests-per-day");
        var tokens = new Option<long?>("--tokens-per-day");
        var command = new Command("create", "Makes a key and prints it, and nothing else, on standard output. It is shown only this once.")
            { name, environment, scopes, models, origins, life, perMinute, perDay, tokens };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var create = new CreateKey(parsed.GetValue(name)!, parsed.GetValue(environment), ScopesOf(parsed.GetValue(scopes)!), By: null)
            {
                Models = Parts(parsed.GetValue(models)),
                Origins = Parts(parsed.GetValue(origins)),
                ExpiresAt = parsed.GetValue(life) is { } span ? app.Services.GetRequiredService<TimeProvider>().GetUtcNow() + span : null,
                RequestsPerMinute = parsed.GetValue(perMinute),
                RequestsPerDay = parsed.GetValue(perDay),
                TokensPerDay = parsed.GetValue(tokens),
            };
            try
            {
                var key = await app.SendAsync(create, cancellationToken);
                Console.WriteLine(key.Secret);
                return 0;
            }
            catch (ValidationException invalid)
            {
                throw new StartupException(string.Join(" ", invalid.Errors.Select(e => e.ErrorMessage)), invalid);
            }
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists keys, the newest first.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            var keys = await app.SendAsync(new ListKeys(Owner: null), cancellationToken);
            foreach (var key in keys)
                Console.WriteLine($"{key.Id}  {key.Prefix}…  {key.State(now),-8}  {key.Environment,-7}  {Day(key.CreatedAt)}  {Day(key.ExpiresAt),-10}  {Day(key.LastUsedAt),-10}  {key.Name}");
            Console.WriteLine($"{keys.Count} keys: id, beginning, state, environment, made, expires, last used, name.");
            return 0;
        }));
        return command;
    }

    private static Command Rotate()
    {
        var which = new Argument<string>("key") { Description = "Its id or its beginning, as 'keys list' shows them." };
        var overlap = new Option<TimeSpan>("--overlap") { Description = "How long the old key still works.", DefaultValueFactory = _ => TimeSpan.FromDays(1) };
        var command = new Command("rotate", "Makes a key like an old one, which goes on working for the overlap; prints the new one on standard output.") { which, overlap };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var key = await FindAsync(app, parsed.GetValue(which)!, cancellationToken);
            if (await app.SendAsync(new RotateKey(key.Id, parsed.GetValue(overlap), Owner: null, By: null), cancellationToken) is not RotateKeyOutcome.Rotated rotated)
                throw new StartupException($"The key {key.Prefix}… no longer works, so that there is nothing to rotate. Make a new one with 'keys create'.");
            Console.WriteLine(rotated.Key.Secret);
            return 0;
        }));
        return command;
    }

    private static Command Revoke()
    {
        var which = new Argument<string>("key") { Description = "Its id or its beginning, as 'keys list' shows them." };
        var command = new Command("revoke", "Ends a key for ever; servers refuse it within seconds.") { which };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var key = await FindAsync(app, parsed.GetValue(which)!, cancellationToken);
            var outcome = await app.SendAsync(new ChangeKey(key.Id, KeyChange.Revoke, Owner: null, By: null), cancellationToken);
            Console.WriteLine(outcome == ChangeKeyOutcome.Changed ? $"The key {key.Prefix}… is revoked." : $"The key {key.Prefix}… was revoked before.");
            return 0;
        }));
        return command;
    }

    private static async Task<KeyRow> FindAsync(WebApplication app, string which, CancellationToken cancellationToken)
    {
        var found = (await app.SendAsync(new ListKeys(Owner: null), cancellationToken))
            .Where(key => key.Id.ToString() == which || key.Prefix == which.TrimEnd('…')).ToList();
        return found is [var key] ? key : throw new StartupException(found.Count == 0
            ? $"No key has the id or beginning '{which}'. See 'keys list'."
            : $"{found.Count} keys begin with '{which}'. Give the id instead; see 'keys list'.");
    }

    private static ApiScopes ScopesOf(string given) => Parts(given).Aggregate(ApiScopes.None, (scopes, part) => scopes
        | (Enum.TryParse<ApiScopes>(part, ignoreCase: true, out var scope) && !int.TryParse(part, CultureInfo.InvariantCulture, out _) ? scope
            : throw new StartupException($"'{part}' is no scope. Known: chat, completions, embeddings, models, tokenize, metrics, all.")));

    private static string[] Parts(string? given) => given?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static string Day(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";
}
