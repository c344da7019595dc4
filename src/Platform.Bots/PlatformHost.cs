using Microsoft.Extensions.Options;
using Platform.Bots.Access;
using Platform.Bots.Access.SignIn;
using Platform.Bots.Channels.Connector;
using Platform.Bots.Channels.DirectLine;
using Platform.Bots.OpenPlatform;
using Platform.Bots.Operations;
using Platform.Bots.Pages;
using Platform.Bots.Pages.Chat;
using Platform.Bots.Pages.DocumentWriting;
using Platform.Bots.Pages.Knowledge;
using Platform.Bots.Pages.Practice;
using Platform.Data;
using Platform.Model;
using Platform.Scenarios;

namespace Platform.Bots;

/// <summary>The composition root: one configuration, one set of services, for the server and for every command.</summary>
internal static class PlatformHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = CreateBuilder(args);
        builder.WebHost.UseStaticWebAssets();
        builder.AddTelemetry();
        builder.AddRequestLimits();
        builder.Services.AddTrustedProxies();
        builder.Services.AddErrorResponses();
        builder.Services.AddGracefulStop();
        builder.AddConversationSilo();
        builder.Services.AddHostedService<DatabaseStart>();
        builder.Services.AddHealth();
        builder.Services.AddConnector();
        builder.Services.AddChatPage();
        builder.Services.AddDirectLine();
        builder.AddAccess();
        builder.Services.AddOpenPlatform();
        builder.Services.AddConsolePages();

        var app = builder.Build();
        DatabaseStart.ProveWritable(app.Services.GetRequiredService<IOptions<DataOptions>>().Value); // before keys are sought in it
        app.UseForwardedHeaders();
        app.UseErrorResponses();
        app.UseSecurityHeaders();
        app.UseDirectLine();
        app.UseConsoleLanguage();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapIdentityProvider();
        app.MapChatPage();
        app.MapConsolePages();
        app.MapKnowledge();
        app.MapWriting();
        app.MapPractice();
        app.MapHealth();
        app.MapConnector();
        app.MapOpenPlatform();
        return app;
    }

    /// <summary>Configuration and the services that commands share with the server: no web, no silo.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var atWorkingFolder = File.Exists("appsettings.json") || args.Any(a => a.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = atWorkingFolder ? null : AppContext.BaseDirectory,
        });
        builder.AddConsoleLogs();
        builder.Services.AddPlatformData(builder.Configuration);
        builder.Services.AddPlatformModel();
        builder.Services.AddPlatformScenarios();
        builder.Services.AddAccounts();
        return builder;
    }

    /// <summary>The same for a command. Some handlers need the silo, which a command has not; nobody sends them there, so they are not asked for when the host is built, as Development would do.</summary>
    public static WebApplicationBuilder CreateCommandBuilder(string[] args)
    {
        var builder = CreateBuilder(args);
        builder.Host.UseDefaultServiceProvider((context, services) => (services.ValidateScopes, services.ValidateOnBuild) = (context.HostingEnvironment.IsDevelopment(), false));
        return builder;
    }
}
