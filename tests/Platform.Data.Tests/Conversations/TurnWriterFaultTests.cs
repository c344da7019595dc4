using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Platform.Data.Conversations;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Data.Tests.Conversations;

/// <summary>What a caller of the writer sees when the database cannot be written, and that it goes on afterwards.</summary>
public sealed class TurnWriterFaultTests
{
    private const int SqliteBusy = 5;
    private const int SqliteFull = 13;

    [Fact]
    public async Task A_full_disk_is_told_to_every_caller_and_writing_goes_on_when_there_is_room_again()
    {
        var disk = new SmallDisk();
        await using var database = await TestDatabase.CreateAsync(options => options.AddInterceptors(disk));
        var conversation = SampleTurns.Conversation();
        await database.Writer.WriteAsync(db => db.Begin(conversation), TestContext.Current.CancellationToken);

        disk.IsFull = true;
        var big = new string('x', 200_000);
        var writes = Enumerable.Range(1, 3).Select(n =>
            database.Writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, n, text: big)), TestContext.Current.CancellationToken)).ToList();
        foreach (var write in writes)
            Code(await Should.ThrowAsync<DbUpdateException>(() => write)).ShouldBe(SqliteFull);

        disk.IsFull = false;
        await database.Writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, 1, text: big)), TestContext.Current.CancellationToken);
        await using var read = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await read.Turns.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task A_database_locked_by_another_process_is_waited_for_within_the_busy_timeout()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var other = database.OpenBesides();
        await Execute(other, "BEGIN IMMEDIATE");

        var write = database.Writer.WriteAsync(db => db.Begin(SampleTurns.Conversation()), TestContext.Current.CancellationToken);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        write.IsCompleted.ShouldBeFalse();
        await Execute(other, "COMMIT");

        await write;
    }

    [Fact]
    public async Task A_database_that_stays_locked_is_reported_as_busy_and_written_again_afterwards()
    {
        await using var database = await TestDatabase.CreateAsync(null, ("Database:BusyTimeout", "00:00:00.300"));
        await using var other = database.OpenBesides();
        await Execute(other, "BEGIN IMMEDIATE");

        var waited = Stopwatch.StartNew();
        var busy = await Should.ThrowAsync<Exception>(() =>
            database.Writer.WriteAsync(db => db.Begin(SampleTurns.Conversation()), TestContext.Current.CancellationToken));
        Code(busy).ShouldBe(SqliteBusy);
        waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));

        await Execute(other, "ROLLBACK");
        await database.Writer.WriteAsync(db => db.Begin(SampleTurns.Conversation()), TestContext.Current.CancellationToken);
    }

    private static int? Code(Exception failure) => ((failure as SqliteException) ?? failure.InnerException as SqliteException)?.SqliteErrorCode;

    private static async Task Execute(SqliteConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
