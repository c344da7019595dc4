using Platform.Data.Conversations;
using Platform.Scenarios.Accounts.Links;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Accounts.Links;

public sealed class ChannelPersonTests
{
    [Fact]
    public void Somebody_in_Teams_is_known_by_the_directory_whatever_the_bot_and_the_place_of_the_tenant()
    {
        var first = Teams("29:1", """{"from":{"id":"29:1","aadObjectId":"0B1C"},"channelData":{"tenant":{"id":"T-1"}}}""").ShouldNotBeNull();
        var second = Teams("29:2", """{"from":{"id":"29:2","aadObjectId":"0b1c"},"conversation":{"id":"c","tenantId":"t-1"}}""").ShouldNotBeNull();

        second.Key.ShouldBe(first.Key);
        (first.ChannelUser, second.ChannelUser).ShouldBe(("msteams:29:1", "msteams:29:2"));
        Teams("29:1", """{"from":{"id":"29:1","aadObjectId":"0b1c"},"channelData":{"tenant":{"id":"t-2"}}}""")!.Key.ShouldNotBe(first.Key, StringComparer.Ordinal);
        Teams("29:1", """{"from":{"id":"29:1"},"channelData":{"tenant":"t-1"}}""")!.Key.ShouldNotBe(first.Key, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("directline", "dl_anna", true)]
    [InlineData("directline", "anna", false)]
    [InlineData("webchat", "anna", false)]
    [InlineData("connector-directline", "dl_anna", true)]
    [InlineData("connector-directline", "anna", false)]
    [InlineData("slack", "U1:T1", true)]
    [InlineData("slack", null, false)]
    public void In_a_web_chat_only_a_token_says_who_somebody_is(string channel, string? user, bool isKnown) => (Of(channel, user, "{}") is not null).ShouldBe(isKnown);

    [Fact]
    public void The_directory_that_a_web_client_makes_up_does_not_count()
    {
        const string Claimed = """{"from":{"id":"dl_anna","aadObjectId":"0b1c"},"channelData":{"tenant":{"id":"t-1"}}}""";

        Of("directline", "dl_anna", Claimed)!.Key.ShouldBe(Of("directline", "dl_anna", "{}")!.Key);
        Of("directline", "anna", Claimed).ShouldBeNull();
    }

    [Fact]
    public void After_a_restart_in_a_group_it_is_the_one_who_spoke_and_not_the_last_one_known()
    {
        var dialogue = new Dialogue(ConversationId.New(), "msteams", null, "29:last", [], new Heard("message", "hi") { Content = """{"from":{"id":"29:first"}}""" });

        ChannelPerson.Of(dialogue)!.ChannelUser.ShouldBe("msteams:29:first");
    }

    [Fact]
    public void Ids_that_differ_in_case_are_two_people() => Of("slack", "Ua", "{}")!.Key.ShouldNotBe(Of("slack", "UA", "{}")!.Key, StringComparer.Ordinal);

    private static ChannelPerson? Teams(string user, string content) => Of("msteams", user, content);

    private static ChannelPerson? Of(string channel, string? user, string content) =>
        ChannelPerson.Of(new Dialogue(ConversationId.New(), channel, null, user, [], new Heard("message", "hi") { UserId = user, Content = content }));
}
