using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Data.Tests.Migrations;

public sealed class MigrationTests
{
    [Fact]
    public async Task The_migrations_make_a_real_SQLite_file_that_has_every_table_of_the_model()
    {
        await using var database = await TestDatabase.CreateAsync();

        await using var db = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var tables = await db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'table'").ToListAsync(TestContext.Current.CancellationToken);
        var expected = db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        expected.Count.ShouldBeGreaterThan(5);
        expected.Except(tables, StringComparer.Ordinal).ShouldBeEmpty();
        (await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("SqlServer")]
    public void The_model_has_no_change_that_lacks_a_migration(string provider)
    {
        using var db = DesignContext(provider);

        db.Database.GetMigrations().ShouldNotBeEmpty();
        db.Database.HasPendingModelChanges().ShouldBeFalse(
            $"The model of {provider} changed. Add a migration for both providers; CONTRIBUTING.md says how.");
    }

    [Fact]
    public void Both_providers_have_the_same_migrations()
    {
        using var sqlite = DesignContext("Sqlite");
        using var sqlServer = DesignContext("SqlServer");

        Names(sqlite).ShouldBe(Names(sqlServer));

        static IEnumerable<string> Names(PlatformDbContext db) => db.Database.GetMigrations().Select(id => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..]);
    }

    [Fact]
    public void The_idempotent_SQL_Server_script_is_valid_TSql()
    {
        using var db = DesignContext("SqlServer");

        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        script.ShouldContain("__EFMigrationsHistory");
        script.ShouldContain("CREATE TABLE [Turns]");
        Errors(script).ShouldBeEmpty();
    }

    [Fact]
    public void The_parser_of_the_script_test_does_find_errors()
    {
        using var db = DesignContext("SqlServer");

        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        Errors(script.Replace("CREATE TABLE [Turns] (", "CREATE TABLE [Turns] ((", StringComparison.Ordinal)).ShouldNotBeEmpty();
    }

    private static IEnumerable<string> Errors(string script)
    {
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        return errors.Select(error => $"line {error.Line}: {error.Message}");
    }

    private static PlatformDbContext DesignContext(string provider) => provider switch
    {
        "Sqlite" => new SqliteDesignTimeFactory().CreateDbContext([]),
        "SqlServer" => new SqlServerDesignTimeFactory().CreateDbContext([]),
        _ => throw new ArgumentException($"There is no provider '{provider}'.", nameof(provider)),
    };
}
