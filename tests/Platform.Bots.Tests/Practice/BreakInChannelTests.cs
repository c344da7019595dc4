using Platform.Bots.Tests.Channels.DirectLine;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Practice;

public sealed class BreakInChannelTests
{
    [Fact]
    public async Task A_break_begins_and_ends_with_a_word_and_afterwards_the_word_is_the_characters_again()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        await conversation.SayAsync("practise Frank Doyle");
        await conversation.UntilAsync(all => all.Count == 3);

        var paused = await AnswerAsync(conversation, "pause", 5);
        var meanwhile = await AnswerAsync(conversation, "Good morning, please sit down.", 7);
        var resumed = await AnswerAsync(conversation, "continue", 9);
        var answered = await AnswerAsync(conversation, "Good morning, please sit down.", 11);
        var spoken = await AnswerAsync(conversation, "continue", 13);

        paused.ShouldContain("is paused");
        meanwhile.ShouldContain("is paused");
        resumed.ShouldContain("the practice goes on");
        answered.ShouldNotContain("is paused");
        spoken.ShouldNotContain("the practice goes on");
        spoken.ShouldNotContain("is paused");
    }

    [Fact]
    public async Task A_break_is_taken_in_Chinese_and_the_practice_can_be_ended_in_it()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        await conversation.SayAsync("练习 周桂兰");
        await conversation.UntilAsync(all => all.Count == 3);

        var paused = await AnswerAsync(conversation, "暂停", 5);
        var resumed = await AnswerAsync(conversation, "继续", 7);
        await AnswerAsync(conversation, "您好，请坐，慢慢说。", 9);
        await AnswerAsync(conversation, "暂停练习", 11);
        var result = await AnswerAsync(conversation, "结束练习", 13);

        paused.ShouldContain("练习已暂停");
        resumed.ShouldContain("继续练习");
        result.ShouldContain("模拟练习结束");
    }

    private static async Task<string> AnswerAsync(Conversation conversation, string text, int count)
    {
        await conversation.SayAsync(text);
        return (await conversation.UntilAsync(all => all.Count == count))[count - 1]["text"]!.ToString();
    }
}
