using System.Text.Json.Nodes;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.Activities;

public sealed class ReplyActivityTests
{
    private static readonly ReplyEnvelope Teams = new("msteams")
    {
        From = new ChannelAccount { Id = "28:bot" },
        Recipient = new ChannelAccount { Id = "29:u" },
        Conversation = new ConversationAccount { Id = "c", ConversationType = "personal" },
        ReplyToId = "1",
    };

    [Fact]
    public void A_plain_reply_holds_nothing_that_is_empty()
    {
        var activity = Written(Reply.Say("你好"), Teams);

        activity.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(
            """{"type":"message","channelId":"msteams","from":{"id":"28:bot"},"recipient":{"id":"29:u"},"conversation":{"id":"c","conversationType":"personal"},"replyToId":"1","textFormat":"markdown","text":"你好"}""");
    }

    [Fact]
    public void Label_and_citations_share_one_entity_and_thumbs_are_asked_in_the_channel_data()
    {
        var reply = new Reply
        {
            Text = "See [1] [2].",
            AiGenerated = true,
            AsksFeedback = true,
            Citations = [new Citation(1, new string('n', 200), new string('a', 500), "/sources/1"), new Citation(2, "B", "b", "javascript:alert(1)")],
        };

        var activity = Written(reply, Teams with { PublicUrl = new Uri("https://bot.example") });

        var entity = activity["entities"]!.AsArray().ShouldHaveSingleItem()!;
        entity["type"]!.GetValue<string>().ShouldBe("https://schema.org/Message");
        entity["additionalType"]![0]!.GetValue<string>().ShouldBe("AIGeneratedContent");
        var first = entity["citation"]![0]!["appearance"]!;
        first["name"]!.GetValue<string>().Length.ShouldBe(80);
        first["abstract"]!.GetValue<string>().Length.ShouldBe(160);
        first["url"]!.GetValue<string>().ShouldBe("https://bot.example/sources/1");
        entity["citation"]![1]!["appearance"]!["url"].ShouldBeNull();
        activity["channelData"]!["feedbackLoop"]!["type"]!.GetValue<string>().ShouldBe("default");
    }

    [Fact]
    public void Choices_are_suggested_actions_and_in_a_teams_group_buttons_of_a_card()
    {
        var reply = new Reply { Text = "Which?", Choices = [new Choice("A", "say a")] };

        var personal = Written(reply, Teams);
        var group = Written(reply, Teams with { Conversation = new ConversationAccount { Id = "c", ConversationType = "groupChat" } });

        personal["suggestedActions"]!["actions"]![0]!.ToJsonString().ShouldBe("""{"type":"imBack","title":"A","value":"say a"}""");
        personal["attachments"].ShouldBeNull();
        group["suggestedActions"].ShouldBeNull();
        group["attachments"]![0]!["content"]!["buttons"]![0]!["value"]!.GetValue<string>().ShouldBe("say a");
    }

    [Fact]
    public void Cards_and_the_end_have_their_own_form()
    {
        var card = Written(new Reply { Cards = [new Card("application/vnd.microsoft.card.adaptive", """{"type":"AdaptiveCard"}""")] }, Teams);
        var end = Written(new Reply { EndCode = "completedSuccessfully" }, Teams);

        card["attachments"]![0]!.ToJsonString().ShouldBe("""{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard"}}""");
        card["text"].ShouldBeNull();
        (end["type"]!.GetValue<string>(), end["code"]!.GetValue<string>()).ShouldBe(("endOfConversation", "completedSuccessfully"));
    }

    [Fact]
    public void Steps_of_a_stream_count_and_its_end_does_not()
    {
        var step = JsonNode.Parse(ReplyActivity.ProgressToUtf8("so far", Teams with { Stream = new StreamStep("streaming", "s1", 2, InChannelData: true) }))!;
        var final = Written(Reply.Say("all"), Teams with { Stream = new StreamStep("final", "s1", 3) });

        step["entities"]![0]!.ToJsonString().ShouldBe("""{"type":"streaminfo","streamId":"s1","streamType":"streaming","streamSequence":2}""");
        step["channelData"]!.ToJsonString().ShouldBe("""{"streamId":"s1","streamType":"streaming","streamSequence":2}""");
        final["entities"]![0]!.ToJsonString().ShouldBe("""{"type":"streaminfo","streamId":"s1","streamType":"final"}""");
        final["channelData"].ShouldBeNull();
    }

    [Fact]
    public void A_text_over_the_limit_is_cut_between_words_and_nothing_of_it_is_lost()
    {
        var words = Enumerable.Range(0, 500).Select(n => $"word{n}").ToList();
        var reply = new Reply { Text = string.Join(' ', words), AsksFeedback = true, Citations = [new Citation(1, "n", "a", null)] };

        var parts = ReplyParts.Split(reply, 300);

        parts.ShouldAllBe(part => part.Text!.Length <= 300);
        string.Join(' ', parts.Select(part => part.Text)).ShouldBe(reply.Text);
        parts.Count(part => part.AsksFeedback).ShouldBe(1);
        parts[^1].AsksFeedback.ShouldBeTrue();
        parts.ShouldAllBe(part => part.Citations.Count == 0);
    }

    [Fact]
    public void A_sign_of_two_units_is_never_cut_in_half()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("😀", 100));

        foreach (var part in ReplyParts.Split(Reply.Say(text), 10))
            char.IsLowSurrogate(part.Text![0]).ShouldBeFalse();
        ReplyParts.Cut(text, 9).ShouldBe("x😀😀😀…");
    }

    private static JsonNode Written(Reply reply, ReplyEnvelope envelope) => JsonNode.Parse(ReplyActivity.ToUtf8(reply, envelope))!;
}
