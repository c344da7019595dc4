using System.Globalization;
using Microsoft.Extensions.Options;

namespace Platform.Model.Routes;

/// <summary>What a route must be like, whoever sets it.</summary>
public static class RouteRules
{
    public const int SkillLength = 100;
    private const int MostFallbacks = 8;

    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastBreak = TimeSpan.FromMilliseconds(500);

    /// <param name="routes">All routes as they would stand with this one.</param>
    /// <returns>What is wrong, with value, rule and way out; null when the route can be used.</returns>
    public static string? Fault(string skill, ModelRoute route, IReadOnlyDictionary<string, ModelRoute> routes)
    {
        if (string.IsNullOrWhiteSpace(skill) || skill.Length > SkillLength)
            return $"A route's skill has 1 to {SkillLength} signs; '{skill}' has {skill.Length}.";
        (bool Holds, string Words)[] rules =
        [
            (string.IsNullOrWhiteSpace(route.Local) || route.Endpoint is null, "names both Local and Endpoint; it can lead to one of them only."),
            (string.IsNullOrWhiteSpace(route.Adapter) || !string.IsNullOrWhiteSpace(route.Local), $"names the adapter '{route.Adapter}' but no local model that it changes; set Local."),
            (route.Endpoint is null || route.Endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https" }, $"has the endpoint '{route.Endpoint}'; it must be an http or https address with the version, such as http://127.0.0.1:8000/v1."),
            (route.Endpoint is null || !string.IsNullOrWhiteSpace(route.Model), "has an endpoint but no model; give the model's name there."),
            (route.TimeLimit >= LeastTime && route.TimeLimit <= MostTime, $"has a time limit of {route.TimeLimit}; it must be {LeastTime} to {MostTime}."),
            (route.Retries is >= 0 and <= 10, Said("retries", route.Retries, "0 to 10")),
            (route.Concurrency is >= 1 and <= 10_000, Said("a concurrency of", route.Concurrency, "1 to 10000")),
            (route.BreakRatio is > 0 and <= 1, string.Create(CultureInfo.InvariantCulture, $"has a break ratio of {route.BreakRatio}; it must be above 0 and at most 1.")),
            (route.BreakAfter is >= 2 and <= 10_000, Said("a break after", route.BreakAfter, "2 to 10000")),
            (route.BreakTime >= LeastBreak && route.BreakTime <= TimeSpan.FromDays(1), $"has a break time of {route.BreakTime}; it must be {LeastBreak} to 1.00:00:00."),
        ];
        foreach (var (holds, words) in rules)
            if (!holds)
                return $"The route of '{skill}' {words}";
        return FallbackFault(skill, route, routes);
    }

    /// <summary>Each fallback exists, and none leads back.</summary>
    private static string? FallbackFault(string skill, ModelRoute route, IReadOnlyDictionary<string, ModelRoute> routes)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { skill };
        for (var next = route.Fallback; !string.IsNullOrWhiteSpace(next);)
        {
            if (!seen.Add(next))
                return $"The route of '{skill}' comes back to '{next}' by its fallbacks; they must end.";
            if (!routes.TryGetValue(next, out var other))
                return $"The route of '{skill}' falls back to '{next}', which has no route. Known: {string.Join(", ", routes.Keys.Order(StringComparer.Ordinal))}.";
            if (seen.Count > MostFallbacks)
                return $"The route of '{skill}' has more than {MostFallbacks} fallbacks.";
            next = other.Fallback;
        }

        return null;
    }

    private static string Said(string what, int value, string range) => string.Create(CultureInfo.InvariantCulture, $"has {what} {value}; it must be {range}.");
}

/// <summary>The same for what the configuration says, at the start.</summary>
internal sealed class ModelOptionsRules : IValidateOptions<ModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        var faults = options.Routes.Select(route => RouteRules.Fault(route.Key, route.Value, options.Routes)).OfType<string>().ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
