using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Platform.Model.Routes;

/// <summary>Finds the model that voices a skill.</summary>
public interface IModelRoutes
{
    /// <returns>False when the skill has no route: its engine words the answer itself.</returns>
    bool TryRoute(string skill, [NotNullWhen(true)] out RoutedModel? model);
}

/// <param name="Model">Its name here or at the endpoint, kept with what it worded; of an adapted model both names. After an answer that of the route that gave it, be it a fallback.</param>
/// <param name="TimeLimit">How long one answer may take in all.</param>
public sealed record RoutedModel(IChatClient Client, string Model, TimeSpan TimeLimit)
{
    public string Model { get => (Client as FallbackChatClient)?.Answered ?? field; init; } = Model;

    /// <inheritdoc cref="ModelRoute.FollowsInstructions"/>
    public bool FollowsInstructions { get; init; } = true;

    /// <summary>For one of several answers, so that the name is that of the model that gave this one, whoever gave the others.</summary>
    public RoutedModel ForOneAnswer() => Client is FallbackChatClient chain ? this with { Client = chain.Again() } : this;
}

/// <summary>The routes of the configuration, and before them those that were set while the platform ran.</summary>
public sealed class ModelRoutes : IModelRoutes, IDisposable
{
    private readonly IOptionsMonitor<ModelOptions> _options;
    private readonly IConfiguration _configuration;
    private readonly LocalModels _local;
    private readonly TimeProvider _clock;
    private readonly ILogger<ModelRoutes> _logger;
    private readonly SocketsHttpHandler _network = new() { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(10) };
    private readonly ConcurrentDictionary<string, (ModelRoute Route, string? Key, RemoteModel Remote)> _remotes = new(StringComparer.OrdinalIgnoreCase);
    private FrozenDictionary<string, ModelRoute> _stored = FrozenDictionary<string, ModelRoute>.Empty;

    internal ModelRoutes(IOptionsMonitor<ModelOptions> options, IConfiguration configuration, LocalModels local, TimeProvider clock, ILogger<ModelRoutes> logger) =>
        (_options, _configuration, _local, _clock, _logger) = (options, configuration, local, clock, logger);

    /// <summary>Every route as it stands now, by skill.</summary>
    public IReadOnlyDictionary<string, ModelRoute> All
    {
        get
        {
            var all = new Dictionary<string, ModelRoute>(_options.CurrentValue.Routes, StringComparer.OrdinalIgnoreCase);
            foreach (var (skill, route) in _stored)
                all[skill] = route;
            return all;
        }
    }

    /// <summary>Every route with how it does, by name.</summary>
    public IReadOnlyList<RouteState> States => [.. All.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new RouteState(
        r.Key, r.Value, _stored.ContainsKey(r.Key) ? RouteSource.Stored : RouteSource.Configuration,
        r.Value.Kind == RouteKind.Remote ? RemoteOf(r.Key, r.Value).Health : null))];

    public bool IsConfigured(string skill) => _options.CurrentValue.Routes.ContainsKey(skill);

    /// <summary>Whether the route was set while the platform ran.</summary>
    public bool IsStored(string skill) => _stored.ContainsKey(skill);

    /// <summary>Replaces what was set while the platform ran; requests under way finish on the old.</summary>
    public void Store(IReadOnlyDictionary<string, ModelRoute> routes) => _stored = routes.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public bool TryRoute(string skill, [NotNullWhen(true)] out RoutedModel? model)
    {
        model = null;
        if (Find(skill) is not { Kind: not RouteKind.None } route)
            return false;

        var chain = Chain(skill);
        IReadOnlyList<ChainLink> links = [.. chain.Select(LinkTo)];
        model = new RoutedModel(links is [var only] ? only.Client : new FallbackChatClient(links, _logger), links[0].Model, route.TimeLimit) { FollowsInstructions = route.FollowsInstructions };
        return true;
    }

    /// <summary>The models of a skill, each alone, in the order in which they are asked: for whoever words the request by the kind of model. Empty when the skill has no route.</summary>
    public IReadOnlyList<(ModelTarget Target, RoutedModel Model)> Links(string skill)
    {
        if (Find(skill) is not { Kind: not RouteKind.None } route)
            return [];
        var links = new List<(ModelTarget, RoutedModel)>();
        foreach (var target in Chain(skill))
        {
            var link = LinkTo(target);
            links.Add((target, new RoutedModel(link.Client, link.Model, route.TimeLimit)));
        }

        return links;
    }

    /// <summary>Where a request of this name goes, and where next if that fails; empty when no route has the name.</summary>
    public IReadOnlyList<ModelTarget> Chain(string skill)
    {
        var chain = new List<ModelTarget>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var next = skill; !string.IsNullOrWhiteSpace(next) && seen.Add(next) && Find(next) is { } route; next = route.Fallback)
        {
            if (route.Kind == RouteKind.Local)
                chain.Add(new ModelTarget.Local(route.Local!, string.IsNullOrWhiteSpace(route.Adapter) ? null : route.Adapter));
            else if (route.Kind == RouteKind.Remote)
                chain.Add(new ModelTarget.Remote(RemoteOf(next, route)));
        }

        return chain;
    }

    /// <summary>Asks the endpoint of a route whether it is there.</summary>
    /// <returns>Null when it is well or nothing is asked over the network.</returns>
    public async Task<string?> ProbeAsync(string skill, CancellationToken cancellationToken) =>
        Find(skill) is { Kind: RouteKind.Remote } route ? await RemoteOf(skill, route).ProbeAsync(cancellationToken) : null;

    public void Dispose() => _network.Dispose();

    private ModelRoute? Find(string skill) => _stored.TryGetValue(skill, out var stored) ? stored : _options.CurrentValue.Routes.GetValueOrDefault(skill);

    private ChainLink LinkTo(ModelTarget target) => target switch
    {
        ModelTarget.Remote remote => new ChainLink(remote.Endpoint.Skill, remote.Endpoint.Route.Model, remote.Endpoint.ChatClient),
        ModelTarget.Local local => new ChainLink(local.Model, local.Adapter is null ? local.Model : $"{local.Model}/{local.Adapter}", _local.ChatClient(local)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The same object, with its counts and its breaker, as long as the route stays as it is.</summary>
    private RemoteModel RemoteOf(string skill, ModelRoute route)
    {
        var key = string.IsNullOrWhiteSpace(route.ApiKeyFrom) ? route.ApiKey : _configuration[route.ApiKeyFrom];
        return _remotes.AddOrUpdate(
            skill,
            _ => (route, key, Make()),
            (_, known) => known.Route == route && known.Key == key ? known : (route, key, Make())).Remote;

        RemoteModel Make() => new(skill, route, key, _network, _clock);
    }
}
