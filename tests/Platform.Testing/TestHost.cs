using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Testing;

/// <summary>The real host with its own data folder: a real SQLite file, a real silo. Deleted with the host unless it is given a folder.</summary>
/// <param name="settings">Configuration, for example <c>("Conversations:Scenario", "channel-check")</c>.</param>
public class TestHost(params (string Key, string? Value)[] settings) : WebApplicationFactory<Program>
{
    private readonly bool _ownsFolder = settings.All(s => s.Key != DataFolderKey);

    public const string DataFolderKey = "Platform:DataFolder";

    public string DataFolder { get; } = settings.FirstOrDefault(s => s.Key == DataFolderKey).Value
        ?? Path.Combine(Path.GetTempPath(), $"platform-test-{Guid.NewGuid():N}");

    /// <summary>Replaces or adds services, such as a scripted chat client or a clock.</summary>
    public Action<IServiceCollection>? Replace { get; init; }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting(DataFolderKey, DataFolder);
        builder.UseSetting("Knowledge:ImportStarter", "false"); // a test that needs the starter base says so: training it takes seconds
        builder.UseSetting("Models:Shipped", "false"); // a test of a skill says which model has it
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        if (Replace is not null)
            builder.ConfigureServices(Replace);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (_ownsFolder && Directory.Exists(DataFolder))
            Directory.Delete(DataFolder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
