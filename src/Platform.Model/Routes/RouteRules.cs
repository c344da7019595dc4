using System.Globalization;
using Microsoft.Extensions.Options;

namespace Platform.Model.Routes;

/// <summary>Why a route cannot be used, in both languages: commands and the start say it in English, pages in the reader's.</summary>
public sealed record RouteFault(string Chinese, string English);

/// <summary>What a route must be like, whoever sets it.</summary>
public static class RouteRules
{
    public const int SkillLength = 100;
    private const int MostFallbacks = 8;

    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastBreak = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MostBreak = TimeSpan.FromDays(1);

    /// <param name="routes">All routes as they would stand with this one.</param>
    /// <returns>What is wrong, with value, rule and way out; null when the route can be used.</returns>
    public static RouteFault? Fault(string skill, ModelRoute route, IReadOnlyDictionary<string, ModelRoute> routes)
    {
        if (string.IsNullOrWhiteSpace(skill) || skill.Length > SkillLength)
            return new($"路由的技能名应有 1 到 {SkillLength} 个字符；“{skill}”有 {skill.Length} 个。", $"A route's skill has 1 to {SkillLength} signs; '{skill}' has {skill.Length}.");
        (bool Holds, string Chinese, string English)[] rules =
        [
            (string.IsNullOrWhiteSpace(route.Local) || route.Endpoint is null, "同时填了本机模型和服务地址，只能填其中一个。", "names both Local and Endpoint; it can lead to one of them only."),
            (string.IsNullOrWhiteSpace(route.Adapter) || !string.IsNullOrWhiteSpace(route.Local), $"填了适配器“{route.Adapter}”，却没有填它所属的本机模型，请填上。", $"names the adapter '{route.Adapter}' but no local model that it changes; set Local."),
            (route.Endpoint is null || route.Endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https" }, $"服务地址是“{route.Endpoint}”，应为含版本的 http 或 https 地址，例如 http://127.0.0.1:8000/v1。", $"has the endpoint '{route.Endpoint}'; it must be an http or https address with the version, such as http://127.0.0.1:8000/v1."),
            (route.Endpoint is null || !string.IsNullOrWhiteSpace(route.Model), "填了服务地址，却没有填该服务上的模型名，请填上。", "has an endpoint but no model; give the model's name there."),
            Within("时限", "has a time limit of", route.TimeLimit, LeastTime, MostTime),
            Within("重试次数", "has retries", route.Retries, 0, 10),
            Within("并发上限", "has a concurrency of", route.Concurrency, 1, 10_000),
            (route.BreakRatio is > 0 and <= 1, string.Create(CultureInfo.InvariantCulture, $"熔断比例是 {route.BreakRatio}，应大于 0 且不超过 1。"), string.Create(CultureInfo.InvariantCulture, $"has a break ratio of {route.BreakRatio}; it must be above 0 and at most 1.")),
            Within("熔断前的请求数", "has a break after", route.BreakAfter, 2, 10_000),
            Within("熔断时间", "has a break time of", route.BreakTime, LeastBreak, MostBreak),
        ];
        foreach (var (holds, chinese, english) in rules)
            if (!holds)
                return new($"“{skill}”的路由：{chinese}", $"The route of '{skill}' {english}");
        return FallbackFault(skill, route, routes);
    }

    /// <summary>Each fallback exists, and none leads back.</summary>
    private static RouteFault? FallbackFault(string skill, ModelRoute route, IReadOnlyDictionary<string, ModelRoute> routes)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { skill };
        for (var next = route.Fallback; !string.IsNullOrWhiteSpace(next);)
        {
            if (!seen.Add(next))
                return new($"“{skill}”的路由经后备又回到“{next}”，后备不能成环。", $"The route of '{skill}' comes back to '{next}' by its fallbacks; they must end.");
            if (!routes.TryGetValue(next, out var other))
                return new(
                    $"“{skill}”的路由以“{next}”为后备，而它没有路由。已有：{string.Join("、", routes.Keys.Order(StringComparer.Ordinal))}。",
                    $"The route of '{skill}' falls back to '{next}', which has no route. Known: {string.Join(", ", routes.Keys.Order(StringComparer.Ordinal))}.");
            if (seen.Count > MostFallbacks)
                return new($"“{skill}”的路由有 {MostFallbacks} 个以上的后备。", $"The route of '{skill}' has more than {MostFallbacks} fallbacks.");
            next = other.Fallback;
        }

        return null;
    }

    private static (bool Holds, string Chinese, string English) Within<T>(string chinese, string english, T value, T least, T most)
        where T : IComparable<T>, IFormattable
    {
        var (said, from, to) = (value.ToString(null, CultureInfo.InvariantCulture), least.ToString(null, CultureInfo.InvariantCulture), most.ToString(null, CultureInfo.InvariantCulture));
        return (value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0, $"{chinese}是 {said}，应在 {from} 到 {to} 之间。", $"{english} {said}; it must be {from} to {to}.");
    }
}

/// <summary>The same for what the configuration says, at the start.</summary>
internal sealed class ModelOptionsRules : IValidateOptions<ModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        var faults = options.Routes.Select(route => RouteRules.Fault(route.Key, route.Value, options.Routes)).OfType<RouteFault>().Select(fault => fault.English).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
