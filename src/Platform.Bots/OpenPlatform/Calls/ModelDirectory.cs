using Platform.Bots.OpenPlatform.Requests;
using Platform.Model.Routes;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Calls;

/// <summary>Models and skills by name: what this host serves, and what its routes lead to. A route that was set live stands before a served model of its name, that one before a route of the configuration.</summary>
internal sealed class ModelDirectory(ModelHost host, ModelRoutes routes, RemoteCalls remote, ILogger<ModelDirectory> logger)
{
    /// <summary>Served models and routes with a model behind them.</summary>
    public IEnumerable<string> Names => host.Models.Select(model => model.Name)
        .Concat(routes.All.Where(route => route.Value.Kind != RouteKind.None).Select(route => route.Key))
        .Distinct(StringComparer.OrdinalIgnoreCase);

    public ServedModelState? Served(string name) => host.Models.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a route that was set live has something else answer than the served model of this name.</summary>
    public bool IsLedElsewhere(string name) =>
        routes.IsStored(name) && routes.Chain(name) is [var first, ..] && !(first is ModelTarget.Local { Adapter: null } local && local.Model.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Lets the model that was asked for answer; a route's fallbacks are asked in turn as long as nothing was said.</summary>
    /// <param name="path">Below <c>/v1</c>, for endpoints of others.</param>
    /// <param name="local">Answers with a served model of this name.</param>
    public async Task AnswerAsync(ApiCall call, string path, Func<ModelTarget.Local, Task> local)
    {
        var chain = ChainOf(call);
        for (var i = 0; ; i++)
        {
            try
            {
                await (chain[i] switch
                {
                    ModelTarget.Local target => local(target),
                    ModelTarget.Remote target => remote.ForwardAsync(call, path, target.Endpoint),
                    _ => throw new System.Diagnostics.UnreachableException(),
                });
                return;
            }
            catch (Exception failure) when (i + 1 < chain.Count && !call.Http.Response.HasStarted && !call.Aborted.IsCancellationRequested && MayGoOn(failure))
            {
                logger.FellBack(i + 1, chain.Count, failure.GetType().Name);
            }
        }
    }

    /// <summary>The served model behind a name, for what only served models can do.</summary>
    public string ServedBehind(ApiCall call) => ChainOf(call).OfType<ModelTarget.Local>().FirstOrDefault()?.Model
        ?? throw ApiException.Invalid("model", "The model is not served here, so that its tokens are not known. Ask one that is; /v1/models says which are.");

    private IReadOnlyList<ModelTarget> ChainOf(ApiCall call)
    {
        var chain = routes.Chain(call.Model);
        if (Served(call.Model) is { } served && !(routes.IsStored(call.Model) && chain.Count > 0))
            chain = [new ModelTarget.Local(served.Name)];
        if (chain.Count == 0)
            throw NotFound(call);
        call.Counted = Names.Concat(routes.All.Keys).FirstOrDefault(name => name.Equals(call.Model, StringComparison.OrdinalIgnoreCase)) ?? "";
        return chain;
    }

    private ApiException NotFound(ApiCall call)
    {
        var known = Names.Where(call.Caller.MayAsk).Order(StringComparer.OrdinalIgnoreCase).Take(20).ToList();
        return new ApiException(StatusCodes.Status404NotFound,
            known.Count > 0 ? $"No model has this name. Known: {string.Join(", ", known)}." : "No model has this name, and none is served. Load one with 'model pull-from-folder', or set a route.",
            "model", "model_not_found");
    }

    private static bool MayGoOn(Exception failure) => failure is HostBusyException or ModelUnavailableException or UnknownModelException or ApiException { Status: >= 500 or 429 };
}

internal static partial class ModelDirectoryLog
{
    [LoggerMessage(2721, LogLevel.Warning, "Call fell back: target {Target} of {Targets} failed, {Failure}")]
    public static partial void FellBack(this ILogger logger, int target, int targets, string failure);
}
