using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Data.Conversations;

namespace Platform.Data;

/// <summary>Adds the database: provider, context and the batching writer of turns.</summary>
public static class DataRegistration
{
    public static IServiceCollection AddPlatformData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DataOptions>()
            .Bind(configuration.GetSection("Platform")).Bind(configuration.GetSection("Database"))
            .ValidateDataAnnotations()
            .Validate(o => o.Provider == DatabaseProvider.Sqlite || !string.IsNullOrWhiteSpace(o.ConnectionString),
                "Database:Provider is SqlServer, but Database:ConnectionString is empty. Give the connection string, or use Sqlite.")
            .ValidateOnStart();

        var provider = configuration.GetValue("Database:Provider", DatabaseProvider.Sqlite);
        if (provider == DatabaseProvider.SqlServer)
            AddContext<SqlServerPlatformDbContext>(services, (options, o) => options.UseSqlServer(o.ConnectionString, server => server.EnableRetryOnFailure()));
        else
            AddContext<SqlitePlatformDbContext>(services, (options, o) => options
                .UseSqlite(SqliteConnectionString(o))
                .AddInterceptors(new SqlitePragmas(o.BusyTimeout)));

        services.AddSingleton<TurnWriter>();
        return services;
    }

    private static string SqliteConnectionString(DataOptions options) => new SqliteConnectionStringBuilder(
        string.IsNullOrWhiteSpace(options.ConnectionString) ? $"Data Source={options.FullPath("platform.db")}" : options.ConnectionString)
    {
        DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds)), // the provider, too, tries again on a busy database: 30 s if not told
    }.ToString();

    private static void AddContext<TContext>(IServiceCollection services, Action<DbContextOptionsBuilder, DataOptions> configure)
        where TContext : PlatformDbContext
    {
        services.AddPooledDbContextFactory<TContext>((sp, options) => configure(options, sp.GetRequiredService<IOptions<DataOptions>>().Value));
        services.AddSingleton<IDbContextFactory<PlatformDbContext>, BaseFactory<TContext>>();
        services.AddScoped<PlatformDbContext>(sp => sp.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext());
    }

    private sealed class BaseFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<PlatformDbContext>
        where TContext : PlatformDbContext
    {
        public PlatformDbContext CreateDbContext() => inner.CreateDbContext();

        public async Task<PlatformDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await inner.CreateDbContextAsync(cancellationToken);
    }
}
