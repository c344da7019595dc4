using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Conversations;

/// <summary>What happens to a reply that its channel cannot take, or that was taken and could not be marked.</summary>
public sealed class ReplyOutboxTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingChannel _channel = new();
    private readonly Conversation _conversation = SampleTurns.Conversation(channel: "recording");
    private readonly BusyDatabase _busy = new();
    private readonly RunningTurns _running = new();
    private TestDatabase _database = null!;
    private ReplyOutbox _outbox = null!;
    private int _places;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(options => options.AddInterceptors(_busy));
        await _database.Writer.WriteAsync(db => db.Begin(_conversation), TestContext.Current.CancellationToken);
        _outbox = new ReplyOutbox(_channel, _database.Writer, _running, _clock, NullLogger.Instance);
    }

    [Fact]
    public async Task What_could_not_be_handed_over_is_handed_over_when_its_time_has_come()
    {
        _channel.FailNext(1);
        await SayAsync("one");
        _channel.Sent.ShouldBeEmpty();

        await GoOnAsync(TimeSpan.FromSeconds(20));
        _channel.Sent.ShouldBeEmpty();
        await GoOnAsync(TimeSpan.FromSeconds(10));

        Sent().ShouldBe(["one"]);
        (await StatesAsync()).ShouldBe([TurnState.Sent]);
    }

    [Fact]
    public async Task A_further_reply_is_a_reason_to_try_again_at_once_and_the_order_stays()
    {
        _channel.FailNext(1);
        await SayAsync("one");

        await SayAsync("two");

        Sent().ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task A_busy_channel_gets_it_later_without_the_parts_that_it_has()
    {
        var before = new List<Delivery.Later?>();
        _channel.Answer = reply =>
        {
            before.Add(reply.Before);
            return before.Count <= 2 ? new Delivery.Later("503", before.Count, $"id-{before.Count}") : null;
        };

        await SayAsync("long");
        (await StatesAsync()).ShouldBe([TurnState.Pending]);
        await GoOnAsync(TimeSpan.FromSeconds(30));
        await GoOnAsync(TimeSpan.FromSeconds(30));
        before.Count.ShouldBe(2); // the pauses grow
        await GoOnAsync(TimeSpan.FromSeconds(30));

        before.AsEnumerable().ShouldBe([null, new Delivery.Later("503", 1, "id-1"), new Delivery.Later("503", 2, "id-2")]);
        (await StatesAsync()).ShouldBe([TurnState.Sent]);
    }

    [Fact]
    public async Task What_was_handed_over_and_not_marked_is_marked_later_and_not_handed_over_again()
    {
        await SayAsync("one", isMarked: false);
        (await StatesAsync()).ShouldBe([TurnState.Pending]);

        await SayAsync("two");

        (await StatesAsync()).ShouldBe([TurnState.Sent, TurnState.Sent]);
        Sent().ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task An_orderly_stop_tries_the_mark_once_more()
    {
        await SayAsync("one", isMarked: false);

        await _outbox.StopAsync();

        (await StatesAsync()).ShouldBe([TurnState.Sent]);
        Sent().ShouldBe(["one"]);
    }

    [Fact]
    public async Task A_reply_that_is_never_taken_holds_up_the_others_for_a_while_and_is_given_up_after_an_hour()
    {
        _channel.Answer = reply => reply.Reply.Text == "never" ? new Delivery.Later("500", 0, null) : null;
        await SayAsync("never");
        await SayAsync("early");
        Sent().ShouldBeEmpty();

        await GoOnAsync(TimeSpan.FromSeconds(125));
        Sent().ShouldBe(["early"]);
        (await StatesAsync()).ShouldBe([TurnState.Pending, TurnState.Sent]);
        for (var minute = 0; minute < 80; minute++)
            await GoOnAsync(TimeSpan.FromMinutes(1));

        (await StatesAsync()).ShouldBe([TurnState.Undeliverable, TurnState.Sent]);
    }

    [Fact]
    public async Task What_the_channel_refuses_is_not_tried_again()
    {
        var tries = 0;
        _channel.Answer = _ =>
        {
            tries++;
            return new Delivery.Refused("403");
        };

        await SayAsync("one");
        await GoOnAsync(TimeSpan.FromMinutes(5));

        tries.ShouldBe(1);
        (await StatesAsync()).ShouldBe([TurnState.Undeliverable]);
    }

    /// <param name="isMarked">False when the database is busy from the moment at which the reply is stored until it was handed over.</param>
    private async Task SayAsync(string text, bool isMarked = true)
    {
        var turn = TurnDrafts.Of(Reply.Say(text), _conversation.Id, ++_places, _clock.GetUtcNow(), TurnState.Pending, inReplyTo: null, saidBy: null);
        await _database.Writer.WriteAsync(db => db.Add(turn), TestContext.Current.CancellationToken);
        _busy.IsBusy = !isMarked;
        _outbox.Add(_conversation, turn, inReplyTo: null, reference: null);
        await _outbox.Sending;
        _busy.IsBusy = false;
    }

    private async Task GoOnAsync(TimeSpan after)
    {
        _clock.Advance(after);
        _outbox.GoOn();
        await _outbox.Sending;
    }

    private IEnumerable<string?> Sent() => _channel.Sent.Select(reply => reply.Reply.Text);

    private async Task<IEnumerable<TurnState>> StatesAsync()
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await db.Turns.OrderBy(t => t.Sequence).Select(t => t.State).ToListAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _running.Dispose();
        await _database.DisposeAsync();
    }

    /// <summary>Refuses what is saved as a database does that another program holds.</summary>
    private sealed class BusyDatabase : SaveChangesInterceptor
    {
        public bool IsBusy { get; set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            IsBusy ? throw new DbUpdateException("The database is busy.") : ValueTask.FromResult(result);
    }
}
