using Platform.Scenarios.Knowledge.Search;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge.Search;

public sealed class BestSentenceTests
{
    [Theory]
    [InlineData("今天开门。明天呢？“关门！”他说；再见", "今天开门。|明天呢？|“关门！”|他说；|再见")]
    [InlineData("It costs 3.5 yuan. Dr. Li knows, e.g. the price. J. Smith does not! Why? ", "It costs 3.5 yuan.|Dr. Li knows, e.g. the price.|J. Smith does not!|Why?")]
    [InlineData("first line\nsecond line", "first line|second line")]
    [InlineData("等等……真的吗？！", "等等……真的吗？！")]
    [InlineData("", "")]
    public void Text_is_cut_where_sentences_end(string text, string expected) =>
        string.Join('|', BestSentence.Split(text)).ShouldBe(expected);

    [Fact]
    public void The_sentence_that_shares_most_with_the_query_is_chosen()
    {
        const string Text = "安静时间为晚上十点到早上七点。装修必须在下午六点前停止！违反者可以投诉。";

        BestSentence.Of(Text, "装修几点要停").ShouldBe("装修必须在下午六点前停止！");
        BestSentence.Of(Text, "xyz").ShouldBe("安静时间为晚上十点到早上七点。");
        BestSentence.Of("", "装修").ShouldBe("");
    }
}
