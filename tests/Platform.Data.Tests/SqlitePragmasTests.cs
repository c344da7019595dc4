using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Data.Tests;

public sealed class SqlitePragmasTests
{
    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")] // FULL: an acknowledged turn survives a power cut
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "5000")]
    public async Task Every_connection_has_the_pragma_also_when_it_comes_from_the_pool(string pragma, string expected)
    {
        await using var database = await TestDatabase.CreateAsync();

        var contexts = new List<PlatformDbContext>();
        for (var round = 0; round < 3; round++)
        {
            for (var at = 0; at < 4; at++) // four open at once, so that the pool holds more than one
            {
                var db = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
                await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
                contexts.Add(db);
                (await PragmaAsync(db, pragma)).ShouldBe(expected);
            }

            foreach (var db in contexts)
                await db.DisposeAsync();
            contexts.Clear();
        }
    }

    [Fact]
    public async Task The_busy_timeout_is_the_configured_one()
    {
        await using var database = await TestDatabase.CreateAsync(null, ("Database:BusyTimeout", "00:00:01.500"));

        await using var db = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);

        (await PragmaAsync(db, "busy_timeout")).ShouldBe("1500");
    }

    private static async Task<string?> PragmaAsync(PlatformDbContext db, string pragma)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }
}
