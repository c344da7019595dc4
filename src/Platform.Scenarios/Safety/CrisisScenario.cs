using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Safety;

/// <summary>Steps into any free conversation when somebody writes of a danger to themselves: help lines, and a note to the people in charge.</summary>
internal sealed class CrisisScenario(IDbContextFactory<PlatformDbContext> contexts, OwnDanger danger, CrisisReply reply, IOptions<SafetyOptions> options, TimeProvider clock) : IInvitedScenario
{
    public string Name => "safety";

    public bool IsUrgent => true;

    public bool IsInvited(Dialogue dialogue) =>
        options.Value.WatchConversations && dialogue.Heard is { Kind: "message", Text: { Length: > 0 } text } && danger.InConversation(text).IsSign;

    public async IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (dialogue.Heard is not { Kind: "message", Text: { Length: > 0 } text })
            yield break;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            db.SafetyNotes.Add(new SafetyNote
            {
                ConversationId = dialogue.Id.Value,
                ChannelUser = Cut($"{dialogue.Channel}:{dialogue.UserId}", 400),
                Text = Cut(text, SafetyNote.TextLength),
                Acute = danger.InConversation(text).Acute,
                At = clock.GetUtcNow(),
            });
            await db.SaveChangesAsync(cancellationToken);
        }

        yield return new ReplyEvent.Said(new Reply { Text = reply.Text(text.Any(sign => sign is >= '\u4e00' and <= '\u9fff') ? "zh" : "en"), Decision = Decisions.Crisis });
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
