using System.Security.Cryptography;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Begins conversations and tells the bot, once, of each person who comes.</summary>
internal sealed class ConversationStart(IMediator mediator, KnownPeople known, IOptions<DirectLineOptions> options, TimeProvider clock)
{
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <param name="user">Null when it is not known yet; the bot then hears of them with their first message.</param>
    public async Task<StartedConversation> BeginAsync(string conversation, string? user, string? locale, CancellationToken cancellationToken)
    {
        var started = await mediator.Send(new StartConversation(DirectLineChannel.Name, conversation, user, locale), cancellationToken);
        if (user is not null)
            await JoinAsync(conversation, user, locale, cancellationToken);
        return started;
    }

    /// <summary>Greets whoever is new. The database takes each join once, whichever request comes first.</summary>
    /// <returns>Whether there is such a conversation.</returns>
    public async Task<bool> JoinAsync(string conversation, string user, string? locale, CancellationToken cancellationToken)
    {
        if (known.Contains(conversation, user))
            return true;
        var join = $"join:{user}";
        if (await mediator.Send(new FindConversation(DirectLineChannel.Name, conversation, join), cancellationToken) is not { } found)
            return false;
        if (!found.HasHeard)
            await mediator.Send(new HearActivity(DirectLineChannel.Name, conversation, JoinOf(conversation, user, join, locale)), cancellationToken);
        known.Add(conversation, user);
        return true;
    }

    private Heard JoinOf(string conversation, string user, string id, string? locale)
    {
        var member = new ChannelAccount { Id = user, Role = "user" };
        var activity = new Activity
        {
            Type = ActivityTypes.ConversationUpdate,
            Id = id,
            Timestamp = clock.GetUtcNow().UtcDateTime.ToString("O"),
            ChannelId = DirectLineChannel.Name,
            Conversation = new ConversationAccount { Id = conversation },
            From = member,
            Recipient = new ChannelAccount { Id = options.Value.BotId },
            MembersAdded = [member],
            Locale = locale,
        };
        return activity.ToHeard(JsonSerializer.Serialize(activity, ActivityJson.Default.Activity), reference: null)
            ?? throw new InvalidOperationException("A conversationUpdate is not heard.");
    }
}

/// <summary>Who has come into which conversation, as far as this node remembers; spares a look into the database with each message.</summary>
internal sealed class KnownPeople : IDisposable
{
    private static readonly MemoryCacheEntryOptions Remembered = new() { Size = 1, SlidingExpiration = TimeSpan.FromHours(1) };

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    public bool Contains(string conversation, string user) => _cache.TryGetValue((conversation, user), out _);

    public void Add(string conversation, string user) => _cache.Set((conversation, user), true, Remembered);

    public void Dispose() => _cache.Dispose();
}
