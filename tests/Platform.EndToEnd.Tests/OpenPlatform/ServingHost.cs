using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Accounts;
using Platform.EndToEnd.Tests.Browsers;
using Platform.EndToEnd.Tests.OpenPlatform;
using Platform.Scenarios.Keys;
using Platform.Testing;
using Platform.Testing.Models;
using Xunit;

[assembly: AssemblyFixture(typeof(ServingHost))]

namespace Platform.EndToEnd.Tests.OpenPlatform;

/// <summary>A host on a real socket that serves a tiny random checkpoint. Tests share it.</summary>
public sealed class ServingHost : IAsyncLifetime
{
    public const string Model = "tiny";

    public RunningHost Host { get; private set; } = null!;

    /// <summary>Base address with the version, as clients want it.</summary>
    public Uri Endpoint => new(Host.BaseUri, "v1");

    public string Key { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Host = new RunningHost(0, ($"Models:Serving:Models:{Model}:Folder", Model), ($"Models:Serving:Models:{Model}:DefaultMaxTokens", "64"))
        {
            Replace = services => services.ServeTinyModels(),
        };
        await Host.InitializeAsync();
        Key = (await Host.Services.GetRequiredService<IMediator>().Send(new CreateKey("clients", ApiEnvironment.Live, ApiScopes.All, By: null))).Secret;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
