using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Platform.Data.Conversations;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Data.Tests.Conversations;

public sealed class TurnWriterTests
{
    [Fact]
    public async Task A_write_is_durable_no_later_than_those_that_came_after_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var conversation = await BeginAsync(database);

        var missing = await Task.WhenAll(Enumerable.Range(1, 1000).Select(async n =>
        {
            await database.Writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, n, $"a{n}")), TestContext.Current.CancellationToken);
            if (n % 50 != 0)
                return 0;
            await using var read = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
            return n - await read.Turns.CountAsync(t => t.Sequence <= n, TestContext.Current.CancellationToken);
        }));

        missing.ShouldAllBe(count => count == 0);
    }

    [Fact]
    public async Task Writes_that_wait_together_share_a_transaction()
    {
        var commits = new CommitCounter();
        await using var database = await TestDatabase.CreateAsync(options => options.AddInterceptors(commits));
        var conversation = await BeginAsync(database);
        commits.Count = 0;

        await Task.WhenAll(Enumerable.Range(1, 500).Select(n =>
            database.Writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, n)), TestContext.Current.CancellationToken)));

        commits.Count.ShouldBeInRange(2, 50); // at most 256 to a transaction, and far from one each
    }

    [Fact]
    public async Task A_write_is_durable_when_its_caller_goes_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var conversation = await BeginAsync(database);

        await database.Writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, 1)), TestContext.Current.CancellationToken);

        await using var besides = database.OpenBesides();
        await using var count = besides.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM Turns";
        (await count.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(1L);
    }

    [Fact]
    public async Task One_refused_write_does_not_harm_those_that_share_its_transaction()
    {
        await using var database = await TestDatabase.CreateAsync();
        var conversation = await BeginAsync(database);
        await database.Writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, 50)), TestContext.Current.CancellationToken);

        var writes = Enumerable.Range(1, 100).Select(n =>
            database.Writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, n)), TestContext.Current.CancellationToken)).ToList();
        var refused = await Should.ThrowAsync<DbUpdateException>(() => Task.WhenAll(writes));

        TurnWriter.IsConstraint(refused.InnerException).ShouldBeTrue();
        writes.Select(w => w.IsCompletedSuccessfully).ShouldBe(Enumerable.Range(1, 100).Select(n => n != 50));
        await using var read = await database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await read.Turns.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(100);
    }

    [Fact]
    public async Task A_change_of_a_row_that_is_not_there_is_told_to_its_caller_alone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var conversation = await BeginAsync(database);

        var lost = database.Writer.WriteAsync(db => db.Follow(SampleTurns.Conversation("never begun")), TestContext.Current.CancellationToken);
        var whole = Enumerable.Range(1, 20).Select(n =>
            database.Writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, n)), TestContext.Current.CancellationToken)).ToList();

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => lost);
        await Task.WhenAll(whole);
    }

    [Fact]
    public async Task A_change_that_throws_is_told_to_its_caller_alone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var conversation = await BeginAsync(database);

        var broken = database.Writer.WriteAsync(_ => throw new InvalidOperationException("broken on purpose"), TestContext.Current.CancellationToken);
        var whole = database.Writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, 1)), TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<InvalidOperationException>(() => broken)).Message.ShouldBe("broken on purpose");
        await whole;
    }

    [Fact]
    public async Task Everything_that_waits_is_saved_before_the_writer_is_gone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var conversation = await BeginAsync(database);
        var writes = Enumerable.Range(1, 300).Select(n =>
            database.Writer.WriteAsync(db => db.Add(SampleTurns.Turn(conversation, n)), TestContext.Current.CancellationToken)).ToList();

        await database.Writer.DisposeAsync();

        await Task.WhenAll(writes).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    private static async Task<Conversation> BeginAsync(TestDatabase database)
    {
        var conversation = SampleTurns.Conversation();
        await database.Writer.WriteAsync(db => db.Begin(conversation), TestContext.Current.CancellationToken);
        return conversation;
    }

    private sealed class CommitCounter : DbTransactionInterceptor
    {
        public int Count { get; set; }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Count++;
            return Task.CompletedTask;
        }
    }
}
