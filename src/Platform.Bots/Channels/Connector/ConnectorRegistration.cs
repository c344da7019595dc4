using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.Connector;

internal static class ConnectorRegistration
{
    public static IServiceCollection AddConnector(this IServiceCollection services)
    {
        services.AddOptions<ConnectorOptions>().BindConfiguration("Connector").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConnectorOptions>, ConnectorOptionsRules>();
        services.AddOptions<PublicAddressOptions>().BindConfiguration("Platform").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<PublicAddress>();
        services.AddHttpClient(ConnectorTokens.KeyClient, client =>
        {
            client.Timeout = TimeSpan.FromSeconds(10);
            client.MaxResponseContentBufferSize = 1024 * 1024;
        }).RemoveAllLoggers();

        services.AddSingleton<ServiceUrls>();
        services.AddSingleton<ConnectorTokens>();
        services.AddSingleton<ConnectorAuthentication>();
        services.AddSingleton<OutgoingTokens>();
        services.AddSingleton<ConnectorCalls>();
        services.AddSingleton<ConversationLanes>();
        services.AddSingleton<IReplyChannel, ConnectorClient>();
        services.AddSingleton<ActivityReceiver>();
        services.AddHostedService<ConnectorStart>();
        return services;
    }
}

/// <summary>Says at the start who is let in, because nothing else would show it.</summary>
internal sealed class ConnectorStart(IOptions<ConnectorOptions> options, IHostEnvironment environment, ILogger<ConnectorStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AppId.Length == 0 && environment.IsDevelopment())
            logger.EverybodyIsLetIn();
        else if (options.Value.AppId.Length == 0)
            logger.NobodyIsLetIn();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
