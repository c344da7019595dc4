using System.Text;
using Platform.Bots.Channels.Activities;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.Activities;

public sealed class ActivityMappingTests
{
    [Fact]
    public void The_bots_own_mention_is_removed_and_that_of_others_stays()
    {
        var heard = Parse("""
            {"type":"message","id":"1","text":"<at>Bot</at> ask <at>Ann</at>&nbsp;","recipient":{"id":"28:bot"},"from":{"id":"29:u"},"locale":"zh-CN",
             "entities":[null,{"type":"clientInfo","text":{"no":1}},{"type":"mention","mentioned":{"id":"28:bot"},"text":"<at>Bot</at>"},{"type":"mention","mentioned":{"id":"29:ann"},"text":"<at>Ann</at>"}]}
            """).ToHeard("{}", "r")!;

        heard.Text.ShouldBe("ask <at>Ann</at>&nbsp;");
        (heard.ActivityId, heard.UserId, heard.Locale, heard.Reference, heard.WantsAnswer).ShouldBe(("1", "29:u", "zh-CN", "r", true));
    }

    [Fact]
    public void The_text_of_a_message_that_mentions_nobody_is_not_touched() =>
        Parse("""{"type":"message","text":"  two  spaces "}""").ToHeard("{}", null)!.Text.ShouldBe("  two  spaces ");

    [Fact]
    public void A_cards_data_comes_as_value_without_text()
    {
        var heard = Parse("""{"type":"message","value":{"check":"submit","name":"Li"}}""").ToHeard("{}", null)!;

        heard.Text.ShouldBeNull();
        heard.Value.ShouldBe("""{"check":"submit","name":"Li"}""");
    }

    [Theory]
    [InlineData("""{"type":"conversationUpdate","recipient":{"id":"b"},"membersAdded":[{"id":"b"},{"id":"u"},null]}""", 1, true)]
    [InlineData("""{"type":"conversationUpdate","recipient":{"id":"b"},"membersAdded":[{"id":"b"}]}""", 0, false)]
    [InlineData("""{"type":"conversationUpdate","membersRemoved":[{"id":"u"}]}""", 0, false)]
    [InlineData("""{"type":"installationUpdate","action":"add"}""", 0, false)]
    [InlineData("""{"type":"messageReaction","reactionsAdded":[{"type":"like"}]}""", 0, false)]
    [InlineData("""{"type":"event","name":"x"}""", 0, true)]
    [InlineData("""{"type":"endOfConversation"}""", 0, false)]
    public void Members_are_greeted_once_and_events_are_only_kept(string json, int membersAdded, bool wantsAnswer)
    {
        var heard = Parse(json).ToHeard(json, null)!;

        (heard.MembersAdded, heard.WantsAnswer).ShouldBe((membersAdded, wantsAnswer));
    }

    [Theory]
    [InlineData("typing")]
    [InlineData("trace")]
    [InlineData("invoke")]
    [InlineData("Message")] // types are compared ordinally
    [InlineData("somethingNew")]
    public void Other_types_are_not_kept(string type) => Parse($$"""{"type":"{{type}}"}""").ToHeard("{}", null).ShouldBeNull();

    [Fact]
    public void Two_edits_of_a_message_are_two_events_and_neither_is_the_message()
    {
        var ids = new[] { "10:00", "10:01" }.Select(time => Parse($$"""{"type":"messageUpdate","id":"m1","timestamp":"{{time}}"}""").ToHeard("{}", null)!.ActivityId).ToList();

        ids.Append("m1").Distinct(StringComparer.Ordinal).Count().ShouldBe(3);
    }

    private static Activity Parse(string json)
    {
        ActivityJson.TryParse(Encoding.UTF8.GetBytes(json), out var activity, out _, out var refusal).ShouldBeTrue(refusal);
        return activity!;
    }
}
