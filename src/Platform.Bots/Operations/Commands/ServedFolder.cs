using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Platform.Model.Serving;

namespace Platform.Bots.Operations.Commands;

/// <summary>A model host with one folder in it, for commands; settings of <c>Models:Serving</c> count as for the server.</summary>
internal sealed class ServedFolder : IAsyncDisposable
{
    public const string Name = "folder";

    private readonly WebApplication _app;

    private ServedFolder(WebApplication app) => _app = app;

    public ModelHost Host => _app.Services.GetRequiredService<ModelHost>();

    public static ServedFolder Open(string folder, string[] settings)
    {
        var builder = PlatformHost.CreateCommandBuilder([.. settings, $"--Models:Serving:Models:{Name}:Folder", Path.GetFullPath(folder)]);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace); // what a command prints is its answer
        var app = builder.Build();
        _ = app.Services.GetRequiredService<IOptions<ServingOptions>>().Value; // settings that cannot be used are told before anything is loaded
        return new ServedFolder(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
