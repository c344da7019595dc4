using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.EndToEnd.Tests.Browsers;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.WebChat;

/// <summary>Microsoft's Web Chat in a real browser against the running server.</summary>
public sealed class DialogueTests(BrowserFixture browser, ChannelCheckHost host)
{
    [Fact]
    public async Task The_page_greets_and_answers_and_no_request_leaves_the_host()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri);

        await visit.Hear("Welcome");
        await visit.Say("hello there");
        await visit.Hear("hello there");

        await Expect(visit.OwnBubbles).ToHaveTextAsync(["hello there"]);
        await Expect(visit.Page.Locator("#chat").GetByText("Send failed")).ToHaveCountAsync(0);
        visit.StayedHome();
    }

    [Fact]
    public async Task A_person_is_asked_for_with_one_press()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri);
        await visit.Greeted();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Talk to a person" }).ClickAsync();

        await visit.Hear("talk to a person");
    }

    [Fact]
    public async Task A_streamed_answer_grows_before_ones_eyes_and_ends_as_one_message()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri);
        await visit.Greeted();
        await visit.Page.EvaluateAsync("""
            () => {
              window.seen = [];
              new MutationObserver(() => {
                const bubbles = document.querySelectorAll('#chat .webchat__bubble:not(.webchat__bubble--from-user) .webchat__bubble__content');
                const text = bubbles[bubbles.length - 1]?.innerText.trim();
                if (text?.startsWith('This') && window.seen.at(-1) !== text) window.seen.push(text);
              }).observe(document.getElementById('chat'), { childList: true, subtree: true, characterData: true });
            }
            """);

        await visit.Say("check stream");
        await visit.Hear("This answer comes in parts.");

        var seen = await visit.Page.EvaluateAsync<string[]>("window.seen");
        seen.Where(text => text != "This answer comes in parts.").Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThanOrEqualTo(2, string.Join(" | ", seen));
        seen.ShouldBe(seen.OrderBy(text => text.Length));
        await Expect(visit.BotBubbles).ToHaveCountAsync(2);
        visit.StayedHome();
    }

    [Fact]
    public async Task A_card_is_submitted_with_what_was_filled_in()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri);
        await visit.Greeted();
        await visit.Say("check card");

        await visit.Card.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Ming");
        await visit.Card.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();

        await visit.Hear("Submitted Ming");
        visit.StayedHome();
    }

    [Fact]
    public async Task A_cards_action_is_answered_by_a_new_card()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri);
        await visit.Greeted();
        await visit.Say("check card");

        await visit.Card.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Hua");
        await visit.Card.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(visit.BotBubbles.Filter(new() { HasText = "Saved Hua" })).ToHaveCountAsync(1);
        visit.StayedHome();
    }

    [Fact]
    public async Task An_answer_shows_its_source_its_label_and_takes_a_thumb_with_a_word()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri);
        await visit.Greeted();
        await visit.Say("check ai");

        await Expect(visit.Page.GetByText("AI-generated, please check the source")).ToBeVisibleAsync();
        await visit.Page.Locator("#chat .webchat__link-definitions").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Channel check" })).ToContainTextAsync("An invented source");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Dislike" }).ClickAsync();
        var word = visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Anything to add?" });
        await Expect(word).ToBeFocusedAsync();
        await word.FillAsync("the fee is missing");
        await word.PressAsync("Enter");

        await Expect(visit.Page.GetByText("Received, thank you.")).ToBeVisibleAsync();
        var kept = await FeedbackIn((await visit.Kept()).ConversationId);
        kept.Liked.ShouldBeFalse();
        kept.Comment.ShouldBe("the fee is missing");
        visit.StayedHome();
    }

    private async Task<Feedback> FeedbackIn(string channelConversation)
    {
        var contexts = host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>();
        await using var db = await contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var conversation = await db.Conversations.SingleAsync(c => c.ChannelConversationId == channelConversation, TestContext.Current.CancellationToken);
        return await db.Feedback.SingleAsync(f => f.ConversationId == conversation.Id, TestContext.Current.CancellationToken);
    }
}
