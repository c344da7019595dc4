using Platform.Bots.Tests.Channels.DirectLine;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Practice;

public sealed class PracticeInChannelTests
{
    [Fact]
    public async Task A_person_calls_a_resident_into_any_conversation_plays_and_gets_a_score()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();

        await conversation.SayAsync("practise Frank Doyle");
        var opening = (await conversation.UntilAsync(all => all.Count == 3))[2]["text"]!.ToString();
        await conversation.SayAsync("Calm down, there is no need to shout.");
        var answer = (await conversation.UntilAsync(all => all.Count == 5))[4];
        await conversation.SayAsync("end practice");
        var result = (await conversation.UntilAsync(all => all.Count == 7))[6]["text"]!.ToString();
        await conversation.SayAsync("hello");
        var after = (await conversation.UntilAsync(all => all.Count == 9))[8]["text"]!.ToString();

        opening.ShouldContain("This is a simulation");
        answer["text"]!.ToString().ShouldNotBeNullOrWhiteSpace();
        answer.ToJsonString().ShouldNotContain("anger"); // nothing of the inner state goes out
        result.ShouldContain("of 100");
        after.ShouldNotContain("simulation"); // the conversation's own scenario answers again
    }

    [Fact]
    public async Task A_practice_in_which_nothing_was_said_ends_without_a_number()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();

        await conversation.SayAsync("practise Frank Doyle");
        await conversation.UntilAsync(all => all.Count == 3);
        await conversation.SayAsync("end practice");
        var result = (await conversation.UntilAsync(all => all.Count == 5))[4]["text"]!.ToString();

        result.ShouldContain("not scored");
        result.ShouldNotContain("of 100");
    }

    [Fact]
    public async Task A_danger_is_seen_however_far_down_it_stands_in_a_long_message()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();

        await conversation.SayAsync("练习 周桂兰");
        await conversation.UntilAsync(all => all.Count == 3);
        await conversation.SayAsync(string.Concat(Enumerable.Repeat("今天来是想听听大家的意见，先把情况说一说。", 120)) + "我不想活了，我已经买好了安眠药。");
        var answer = (await conversation.UntilAsync(all => all.Count == 5))[4]["text"]!.ToString();

        answer.ShouldContain("12356");
    }

    [Fact]
    public async Task Words_that_only_begin_like_a_call_are_left_to_the_conversation()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();

        await conversation.SayAsync("practice makes perfect");

        (await conversation.UntilAsync(all => all.Count == 3))[2]["text"]!.ToString().ShouldNotContain("practise with");
    }
}
