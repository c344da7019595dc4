using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Platform.Data.Conversations;
using Platform.Data.Knowledge;

namespace Platform.Data;

/// <summary>The model on SQL Server: chosen by <c>Database:Provider</c> = <c>SqlServer</c>.</summary>
public sealed class SqlServerPlatformDbContext(DbContextOptions<SqlServerPlatformDbContext> options) : PlatformDbContext(options)
{
    private const string ByCodePoint = "Latin1_General_100_BIN2";

    protected override void OnModelCreating(Microsoft.EntityFrameworkCore.ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // Ids of channels are compared by code point, as SQLite does; the server's usual collation ignores case.
        builder.Entity<Conversation>().Property(c => c.Channel).UseCollation(ByCodePoint);
        builder.Entity<Conversation>().Property(c => c.ChannelConversationId).UseCollation(ByCodePoint);
        builder.Entity<Turn>().Property(t => t.ActivityId).UseCollation(ByCodePoint);
        builder.Entity<KnowledgeEntry>().Property(e => e.ExternalId).UseCollation(ByCodePoint);
        builder.Entity<KnowledgeDocument>().Property(d => d.Name).UseCollation(ByCodePoint);
    }
}

internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerPlatformDbContext>
{
    public SqlServerPlatformDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerPlatformDbContext>().UseSqlServer("Server=design").Options);
}
