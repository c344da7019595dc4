using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Xunit;

namespace Platform.Scenarios.Tests.Reviews;

/// <summary>A question and its answer that stand in the database, for reviewers.</summary>
internal sealed record KeptDialogue(Guid Conversation, Guid Question, Guid Answer)
{
    public static async Task<KeptDialogue> KeepAsync(TestHost host, string question, string answer, Action<KeptShape>? change = null, bool? liked = null)
    {
        var shape = new KeptShape();
        change?.Invoke(shape);
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        var conversation = new Conversation
        {
            Channel = shape.Channel,
            ChannelConversationId = Guid.NewGuid().ToString(),
            Scenario = "customer-service",
            StartedAt = now,
            LastTurnAt = now,
            UserId = shape.UserId,
            Locale = shape.Locale,
            Outcome = shape.Outcome,
            Handling = shape.Handling,
        };
        var asked = new Turn { ConversationId = conversation.Id, Sequence = 1, Speaker = Speaker.User, Kind = "message", Text = question, Content = "{}", At = now.AddSeconds(-2), State = TurnState.Answered };
        var said = new Turn { ConversationId = conversation.Id, Sequence = 2, Speaker = Speaker.Bot, Kind = "message", Text = answer, Content = (Reply.Say(answer) with { Citations = shape.Citations }).ToJson(), At = now, State = TurnState.Sent, InReplyTo = 1, Decision = shape.Decision, Details = shape.Details?.Write() };
        db.AddRange(conversation, asked, said);
        if (liked is { } thumb)
            db.Add(new Feedback { ConversationId = conversation.Id, TurnId = said.Id, Liked = thumb, At = now });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return new KeptDialogue(conversation.Id.Value, asked.Id.Value, said.Id.Value);
    }
}

/// <summary>What is special about one.</summary>
internal sealed class KeptShape
{
    public string Channel { get; set; } = "directline";

    public string? UserId { get; set; }

    public string? Locale { get; set; }

    public string? Decision { get; set; }

    public SessionOutcome Outcome { get; set; }

    public Handling Handling { get; set; }

    public TurnDetails? Details { get; set; }

    public IReadOnlyList<Citation> Citations { get; set; } = [];
}
