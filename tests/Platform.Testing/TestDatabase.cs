using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Conversations;

namespace Platform.Testing;

/// <summary>A real SQLite file with every migration, reached as the platform reaches it. Deleted when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;

    private TestDatabase(ServiceProvider services, string folder) => (_services, _folder) = (services, folder);

    public IDbContextFactory<PlatformDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<PlatformDbContext>>();

    public TurnWriter Writer => _services.GetRequiredService<TurnWriter>();

    public string File => Path.Combine(_folder, "platform.db");

    /// <param name="configure">More options of the context, such as an interceptor that breaks something.</param>
    /// <param name="settings">Configuration, for example <c>("Database:BusyTimeout", "00:00:01")</c>.</param>
    public static async Task<TestDatabase> CreateAsync(Action<DbContextOptionsBuilder>? configure = null, params (string Key, string? Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Platform:DataFolder", folder), .. settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))])
            .Build();
        var services = new ServiceCollection().AddPlatformData(configuration);
        if (configure is not null)
            services.ConfigureDbContext<SqlitePlatformDbContext>(configure);

        var database = new TestDatabase(services.BuildServiceProvider(), folder);
        await using var db = await database.Contexts.CreateDbContextAsync();
        await db.Database.MigrateAsync();
        return database;
    }

    /// <summary>A connection of its own, as another process would have one.</summary>
    public SqliteConnection OpenBesides()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
