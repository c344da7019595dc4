namespace Platform.Bots.Channels.Connector;

/// <summary><c>POST /api/messages</c>: the messaging endpoint that is given to Azure Bot Service, the Emulator and the Agents Playground.</summary>
internal static class ConnectorEndpoints
{
    public static IEndpointConventionBuilder MapConnector(this IEndpointRouteBuilder routes) =>
        routes.Map("/api/messages", http => http.RequestServices.GetRequiredService<ActivityReceiver>().ReceiveAsync(http))
            .AllowAnonymous() // it has its own authentication, see ConnectorAuthentication
            .WithDisplayName("Bot Connector");
}
