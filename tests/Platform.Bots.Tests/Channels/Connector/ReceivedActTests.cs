using System.Net;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.Connector;

public sealed class ReceivedActTests(OpenConnector open) : IClassFixture<OpenConnector>
{
    private readonly string _conversation = $"c-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_removal_and_a_reaction_that_were_kept_and_not_followed_are_followed_when_they_come_again()
    {
        await open.PostAsync(open.Activity("message", _conversation, "msteams", "check ai", "m1"));
        await SentAsync(1);
        var answer = await AnswerIdAsync();
        var reaction = open.Activity("messageReaction", _conversation, "msteams", id: "r1");
        (reaction["replyToId"], reaction["reactionsAdded"]) = (answer, new JsonArray(new JsonObject { ["type"] = "like" }));
        await KeepAsync("messageReaction", "r1");
        await KeepAsync("messageDelete", "messageDelete:m1:");

        (await open.StatusAsync(reaction)).ShouldBe(HttpStatusCode.OK);
        (await open.StatusAsync(open.Activity("messageDelete", _conversation, "msteams", id: "m1"))).ShouldBe(HttpStatusCode.OK);

        (await open.QueryAsync(db => db.Feedback.SingleAsync(f => db.Conversations.Any(c => c.Id == f.ConversationId && c.ChannelConversationId == _conversation)))).Liked.ShouldBeTrue();
        (await TurnsAsync())[0].Text.ShouldBeNull();
    }

    [Fact]
    public async Task A_press_on_execute_is_answered_with_the_new_card_and_submit_with_a_message()
    {
        var press = open.Activity("invoke", _conversation, "msteams");
        press["name"] = "adaptiveCard/action";
        press["value"] = JsonNode.Parse("""{"action":{"type":"Action.Execute","verb":"checkSave","data":{"check":"save","name":"王"}},"trigger":"manual"}""");
        var submit = open.Activity("message", _conversation, "msteams");
        submit["value"] = JsonNode.Parse("""{"check":"submit","name":"王"}""");

        using var response = await open.PostAsync(press);
        await open.PostAsync(submit);

        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        (response.StatusCode, response.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "application/json"));
        ((int)body["statusCode"]!, (string?)body["type"]).ShouldBe((200, "application/vnd.microsoft.card.adaptive"));
        ((string?)body["value"]!["body"]![0]!["text"]).ShouldBe("Saved 王");
        (await SentAsync(1))[0].Text.ShouldBe("Submitted 王");
        var turns = await TurnsAsync();
        turns.Select(turn => (turn.Speaker, turn.Kind)).Take(2).ShouldBe([(Speaker.Channel, "invoke"), (Speaker.Bot, "message")]);
        turns[0].Content.ShouldContain("checkSave");
        (turns[1].InReplyTo, turns[1].State).ShouldBe((turns[0].Sequence, TurnState.Sent));
        turns[1].Content.ShouldContain("Saved");
    }

    [Theory]
    [InlineData("""{"action":{"verb":"unknown"}}""", HttpStatusCode.OK)]
    [InlineData("""{"action":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("7", HttpStatusCode.BadRequest)]
    public async Task A_press_that_is_not_understood_is_answered_with_an_error_of_the_card(string value, HttpStatusCode status)
    {
        var press = open.Activity("invoke", _conversation);
        press["name"] = "adaptiveCard/action";
        press["value"] = JsonNode.Parse(value);

        using var response = await open.PostAsync(press);

        response.StatusCode.ShouldBe(status);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        ((int)body["statusCode"]!, (string?)body["type"]).ShouldBe((400, "application/vnd.microsoft.error"));
    }

    [Fact]
    public async Task Feedback_buttons_are_answered_with_an_empty_object_and_confirm_the_session()
    {
        await open.PostAsync(open.Activity("message", _conversation, "msteams", "check ai"));
        await SentAsync(1);
        var answer = await AnswerIdAsync();

        using var response = await open.PostAsync(Thumb(answer, "like", """{"feedbackText":"good"}"""));

        (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe((HttpStatusCode.OK, "{}"));
        var kept = await open.QueryAsync(db => db.Feedback.SingleAsync(f => db.Conversations.Any(c => c.Id == f.ConversationId && c.ChannelConversationId == _conversation)));
        (kept.Liked, kept.Comment).ShouldBe((true, "good"));
        (await ConversationAsync()).Outcome.ShouldBe(SessionOutcome.ResolvedConfirmed);
    }

    [Fact]
    public async Task A_reaction_on_an_answer_is_feedback_and_the_last_one_counts()
    {
        await open.PostAsync(open.Activity("message", _conversation, "msteams", "check ai"));
        await SentAsync(1);
        var answer = await AnswerIdAsync();
        foreach (var (list, type) in new[] { ("reactionsAdded", "like"), ("reactionsAdded", "sad"), ("reactionsAdded", "surprised") })
        {
            var reaction = open.Activity("messageReaction", _conversation, "msteams");
            (reaction["replyToId"], reaction[list]) = (answer, new JsonArray(new JsonObject { ["type"] = type }));
            (await open.StatusAsync(reaction)).ShouldBe(HttpStatusCode.OK);
        }

        (await open.QueryAsync(db => db.Feedback.SingleAsync(f => db.Conversations.Any(c => c.Id == f.ConversationId && c.ChannelConversationId == _conversation)))).Liked.ShouldBeFalse();
    }

    [Fact]
    public async Task The_form_for_a_word_of_feedback_is_a_card()
    {
        var invoke = open.Activity("invoke", _conversation, "msteams");
        invoke["name"] = "message/fetchTask";

        using var response = await open.PostAsync(invoke);

        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        ((string?)body["task"]!["type"], (string?)body["task"]!["value"]!["card"]!["content"]!["type"]).ShouldBe(("continue", "AdaptiveCard"));
    }

    [Fact]
    public async Task An_edit_is_kept_as_an_event_and_a_removal_erases_what_was_said()
    {
        await open.PostAsync(open.Activity("message", _conversation, text: "my secret", id: "m1"));
        await SentAsync(1);
        var edit = open.Activity("messageUpdate", _conversation, text: "my other secret", id: "m1");
        edit["timestamp"] = "2026-01-01T00:00:00Z";
        await open.PostAsync(edit);
        (await TurnsAsync()).ShouldContain(turn => turn.Kind == "messageUpdate" && turn.Text == "my other secret");

        (await open.StatusAsync(open.Activity("messageDelete", _conversation, id: "m1"))).ShouldBe(HttpStatusCode.OK);

        (await TurnsAsync()).Where(turn => turn.Speaker != Speaker.Bot).ShouldAllBe(turn => turn.Text == null && !turn.Content.Contains("secret"));
        (await TurnsAsync()).Select(turn => turn.Kind).ShouldBe(["message", "message", "messageUpdate", "messageDelete"]);
    }

    private Task<IReadOnlyList<Testing.Channels.SentActivity>> SentAsync(int count) => open.SentAsync(_conversation, count);

    private JsonObject Thumb(string answer, string reaction, string feedback)
    {
        var invoke = open.Activity("invoke", _conversation, "msteams");
        (invoke["name"], invoke["replyToId"]) = ("message/submitAction", answer);
        invoke["value"] = new JsonObject { ["actionName"] = "feedback", ["actionValue"] = new JsonObject { ["reaction"] = reaction, ["feedback"] = feedback } };
        return invoke;
    }

    /// <summary>As a server leaves it that is killed between keeping an activity and doing what it means.</summary>
    private async Task KeepAsync(string kind, string id) => (await open.Services.GetRequiredService<IMediator>().Send(
        new HearActivity("msteams", _conversation, new Heard(kind, null) { ActivityId = id, Content = "{}", WantsAnswer = false }), TestContext.Current.CancellationToken))
        .ShouldBeOfType<HearOutcome.Accepted>();

    private async Task<string> AnswerIdAsync()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if ((await TurnsAsync()).FirstOrDefault(turn => turn is { Speaker: Speaker.Bot, State: TurnState.Sent })?.ActivityId is { } id)
                return id;
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The answer's id was not kept within 5 s.");
    }

    private Task<List<Turn>> TurnsAsync() => open.TurnsAsync(_conversation);

    private Task<Conversation> ConversationAsync() => open.ConversationAsync(_conversation);
}
