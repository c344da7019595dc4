using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Xunit;

namespace Platform.Scenarios.Tests.CustomerService;

/// <summary>The real host with the starter knowledge base, shared by the tests of a class: each talks in a conversation of its own.</summary>
public class ServiceDesk : IAsyncDisposable
{
    private int _conversations;

    public ServiceDesk()
        : this(new TestHost(("Knowledge:ImportStarter", "true")))
    {
    }

    internal ServiceDesk(TestHost host) => Host = host;

    public TestHost Host { get; }

    /// <param name="locale">What the channel says of the person's language; null when it says nothing.</param>
    public Visitor Visitor(string? locale = null) => new(this, $"visitor-{Interlocked.Increment(ref _conversations)}", locale);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Someone who talks to the desk in one conversation.</summary>
public sealed class Visitor(ServiceDesk desk, string conversation, string? locale, int firstActivity = 0)
{
    public const string Channel = "test";

    private int _activities = firstActivity;

    public string Conversation => conversation;

    public async Task<BotTurn> Say(string text) => (await SayAll(text)) is [var only] ? only : throw new InvalidOperationException("One reply was expected.");

    public Task<IReadOnlyList<BotTurn>> SayAll(string text) => Do(new Heard("message", text) { ActivityId = $"a{++_activities}", Locale = locale, Content = "{}" });

    public Task<IReadOnlyList<BotTurn>> Join() => Do(new Heard("conversationUpdate", null) { MembersAdded = 1, Locale = locale, Content = "{}" });

    private async Task<IReadOnlyList<BotTurn>> Do(Heard heard)
    {
        var accepted = await Send(new HearActivity(Channel, conversation, heard, WaitForReplies: true));
        var replies = ((HearOutcome.Accepted)accepted).Replies.Select(turn => new TurnId(turn.Id)).ToList();
        await using var db = await desk.Host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var turns = await db.Turns.Where(turn => replies.Contains(turn.Id)).OrderBy(turn => turn.Sequence).ToListAsync(TestContext.Current.CancellationToken);
        return turns.ConvertAll(turn => new BotTurn(Reply.FromJson(turn.Content), turn.Decision, TurnDetails.Read(turn.Details)));
    }

    public async Task<Conversation> Read()
    {
        await using var db = await desk.Host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await db.Conversations.SingleAsync(c => c.ChannelConversationId == conversation, TestContext.Current.CancellationToken);
    }

    public IConversationGrain Grain() => desk.Host.Services.GetRequiredService<IGrainFactory>().GetGrain<IConversationGrain>(ConversationKey.Of(Channel, conversation));

    private async Task<T> Send<T>(IRequest<T> message)
    {
        await using var scope = desk.Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message, TestContext.Current.CancellationToken);
    }
}

/// <summary>What the bot said, and what was kept of how it came about.</summary>
public sealed record BotTurn(Reply Reply, string? Decision, TurnDetails? Details)
{
    public string Text => Reply.Text!;

    public IEnumerable<string> Buttons => Reply.Choices.Select(choice => choice.Title);
}
