using System.Text;
using System.Text.Json;
using Platform.Bots.Channels.Activities;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.Activities;

public sealed class ActivityJsonTests
{
    [Fact]
    public void What_is_not_known_is_kept_at_every_level()
    {
        const string Json = """
            {"type":"message","new":1,"from":{"id":"u","new":2},"conversation":{"id":"c","new":3},"entities":[{"type":"x","new":4}],
             "attachments":[{"contentType":"t","new":5}],"suggestedActions":{"new":6,"actions":[{"type":"imBack","new":7}]},"channelData":{"new":8},"localTimestamp":"2026-01-01T08:00:00.000+08:00"}
            """;

        ActivityJson.TryParse(Encoding.UTF8.GetBytes(Json), out var activity, out var content, out _).ShouldBeTrue();

        var written = JsonSerializer.SerializeToNode(activity, ActivityJson.Default.Activity)!;
        System.Text.Json.Nodes.JsonNode.DeepEquals(written, System.Text.Json.Nodes.JsonNode.Parse(Json)).ShouldBeTrue();
        content.ShouldBe(Json);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":""}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"message","text":{}}""")]
    [InlineData("""{"type":"message","from":"me"}""")]
    [InlineData("""{"type":"message","entities":{}}""")]
    [InlineData("""{"type":"message","membersAdded":[1]}""")]
    [InlineData("""{"type":"message"} {}""")]
    [InlineData("""{"type":"message","text":"\ud800"}""")]
    [InlineData("""{"type":"message","value":{"deep":["\udc00x"]}}""")]
    [InlineData("""{"type":"message","\ud800":1}""")]
    [InlineData("""{"type":"message","text":"a\u00"}""")]
    public void What_breaks_the_protocol_is_refused(string json) =>
        ActivityJson.TryParse(Encoding.UTF8.GetBytes(json), out _, out _, out var refusal).ShouldBeFalse(refusal);

    [Fact]
    public void Bytes_that_are_no_text_and_bottomless_nesting_are_refused()
    {
        ActivityJson.TryParse([.. "{\"type\":\"message\",\"text\":\""u8, 0xC3, 0x28, .. "\"}"u8], out _, out _, out _).ShouldBeFalse();
        var deep = $$"""{"type":"message","value":{{new string('[', 5000)}}{{new string(']', 5000)}}}""";
        ActivityJson.TryParse(Encoding.UTF8.GetBytes(deep), out _, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_byte_order_mark_and_whole_surrogate_pairs_are_accepted()
    {
        ActivityJson.TryParse([0xEF, 0xBB, 0xBF, .. """{"type":"message","text":"\ud83d\ude00"}"""u8], out var activity, out var content, out _).ShouldBeTrue();

        activity.Text.ShouldBe("😀");
        content[0].ShouldBe('{');
    }
}
