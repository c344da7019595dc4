using Microsoft.AspNetCore.Authorization;
using Platform.Bots.Access.ApiKeys;
using Role = Platform.Data.Accounts.Roles;

namespace Platform.Bots.Access;

/// <summary>Every right of the console, in one list; pages and endpoints name them in <c>[Authorize(Policy = …)]</c>.</summary>
internal static class AccessPolicies
{
    /// <summary>The console itself: anyone who has a role.</summary>
    public const string Console = "console";

    /// <summary>Read conversations and judge answers.</summary>
    public const string Review = "review";

    /// <summary>Answer people in place of the bot.</summary>
    public const string HandOver = "hand-over";

    /// <summary>Read and change the knowledge base.</summary>
    public const string Knowledge = "knowledge";

    /// <summary>Try retrieval without being in a conversation.</summary>
    public const string TestBench = "test-bench";

    /// <summary>Figures over all conversations.</summary>
    public const string Insights = "insights";

    /// <summary>Keys for applications: a developer's own; an admin's are all.</summary>
    public const string Keys = "keys";

    /// <summary>See the model host and try models.</summary>
    public const string Models = "models";

    /// <summary>Load and unload models, change routes.</summary>
    public const string ManageModels = "manage-models";

    /// <summary>Practise on simulated people.</summary>
    public const string Practise = "practise";

    /// <summary>Write documents; everybody's are their own. The chat page writes them for anyone, so every role may.</summary>
    public const string Write = "write";

    /// <summary>See datasets, runs and model versions; changing them is <see cref="ManageModels"/>.</summary>
    public const string Improve = "improve";

    /// <summary>Teach trainees: assign, watch, decide contested checks, look after signs of crisis.</summary>
    public const string Train = "train";

    public const string ManageAccounts = "manage-accounts";

    /// <summary>Not a role's: the caller is a program with a key; what the key may do is asked where it is done.</summary>
    public const string ApiKey = "api-key";

    public const string ReadAudit = "read-audit";

    /// <summary>Which roles have which right. An admin has every one.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Roles { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [Console] = Role.All,
        [Review] = [Role.Admin, Role.Reviewer],
        [HandOver] = [Role.Admin, Role.Reviewer],
        [Knowledge] = [Role.Admin, Role.Reviewer],
        [TestBench] = [Role.Admin, Role.Reviewer, Role.Developer],
        [Insights] = [Role.Admin, Role.Reviewer, Role.Trainer],
        [Keys] = [Role.Admin, Role.Developer],
        [Models] = [Role.Admin, Role.Developer],
        [ManageModels] = [Role.Admin],
        [Improve] = [Role.Admin, Role.Reviewer],
        [Practise] = [Role.Admin, Role.Trainer, Role.Trainee],
        [Write] = Role.All,
        [Train] = [Role.Admin, Role.Trainer],
        [ManageAccounts] = [Role.Admin],
        [ReadAudit] = [Role.Admin],
    };

    public static void AddAccessPolicies(this IServiceCollection services)
    {
        var authorization = services.AddAuthorizationBuilder();
        foreach (var (policy, roles) in Roles)
            authorization.AddPolicy(policy, p => p.RequireRole(roles));
        authorization.AddPolicy(ApiKey, p => p.AddAuthenticationSchemes(ApiKeyAuthentication.SchemeName).RequireAuthenticatedUser());

        // An endpoint that says nothing needs a signed-in person; an address without an endpoint stays a plain 404.
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder()
            .RequireAssertion(context => context.User.Identity?.IsAuthenticated == true || context.Resource is HttpContext http && http.GetEndpoint() is null)
            .Build());
    }
}
