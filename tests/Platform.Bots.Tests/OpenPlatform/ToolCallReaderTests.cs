using Platform.Bots.OpenPlatform.Answers;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.OpenPlatform;

public sealed class ToolCallReaderTests
{
    private const string Said = "Let me see.\n<tool_call>\n{\"name\": \"look_up\", \"arguments\": {\"word\": \"雨\"}}\n</tool_call>\n<tool_call>{\"name\":\"b\"}</tool_call> done <tool";

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Calls_are_taken_out_of_what_is_said_however_it_is_cut(int length)
    {
        var reader = new ToolCallReader();
        var text = "";
        List<ToolCall> calls = [];

        for (var i = 0; i < Said.Length; i += length)
            Take(reader.Add(Said[i..Math.Min(Said.Length, i + length)]));
        Take(reader.Finish());

        text.ShouldBe("Let me see.\n\n done <tool");
        calls.Select(c => (c.Name, c.Arguments)).ShouldBe([("look_up", "{\"word\": \"雨\"}"), ("b", "{}")]);
        calls.Select(c => c.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(2);

        void Take((string Text, IReadOnlyList<ToolCall> Calls) news)
        {
            text += news.Text;
            calls.AddRange(news.Calls);
        }
    }

    [Fact]
    public void What_is_no_call_is_shown_as_it_was_said()
    {
        var reader = new ToolCallReader();

        var (text, calls) = reader.Add("<tool_call>not json</tool_call>");

        text.ShouldBe("<tool_call>not json</tool_call>");
        calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_call_whose_closing_mark_ended_the_answer_is_a_call()
    {
        var reader = new ToolCallReader();
        reader.Add("<tool_call>{\"name\":\"a\",\"arguments\":{}}").Calls.ShouldBeEmpty();

        reader.Finish().Calls.ShouldHaveSingleItem().Name.ShouldBe("a");
    }
}
