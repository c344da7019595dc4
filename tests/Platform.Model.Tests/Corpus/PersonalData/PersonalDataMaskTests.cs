using Platform.Model.Corpus.PersonalData;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Corpus.PersonalData;

public sealed class PersonalDataMaskTests
{
    [Theory]
    [InlineData("写信到zhang.wei@qq.com。", "写信到[EMAIL]。")]
    [InlineData("电话138-1234-5678，或者（010）62345678", "电话[PHONE]，或者[PHONE]")]
    [InlineData("证号11010519491231002X有效", "证号[ID]有效")]
    [InlineData("卡号6222 0202 0000 0000 009", "卡号6222 0202 0000 0000 009")] // wrong check digit
    [InlineData("刷了4111 1111 1111 1111两次", "刷了[CARD]两次")]
    [InlineData("加我微信：xiaoyu_88", "加我微信：[ACCOUNT]")]
    [InlineData("订单20231105123456，共328.50元，2021年1月1日起", "订单20231105123456，共328.50元，2021年1月1日起")]
    [InlineData("我叫了一份外卖。我是金牛座，他是江苏人。", "我叫了一份外卖。我是金牛座，他是江苏人。")]
    [InlineData("I am happy. My name is Emily Carter.", "I am happy. My name is [NAME1].")]
    public void What_could_tell_who_somebody_is_becomes_a_mark(string text, string masked) => new PersonalDataMask().Mask(text).ShouldBe(masked);

    [Fact]
    public void A_name_keeps_its_number_through_a_dialogue() =>
        new PersonalDataMask().MaskAll(["李晓梅昨天没来。", "我叫李晓梅，他叫王建国。", "王建国说李晓梅病了。"])
            .ShouldBe(["[NAME1]昨天没来。", "我叫[NAME1]，他叫[NAME2]。", "[NAME2]说[NAME1]病了。"]);

    [Fact]
    public void Masking_twice_changes_nothing_more()
    {
        var once = new PersonalDataMask().Mask("联系人：王芳，13812345678，QQ：12345678");

        new PersonalDataMask().Mask(once).ShouldBe(once);
    }

    [Fact]
    public void Of_what_was_planted_in_sentences_nearly_all_is_found()
    {
        var recall = PersonalDataRecall.Measure(Path.Combine(RepositoryRoot(), "evaluation", "corpus", "personal-data.test.jsonl"));

        recall.Planted.ShouldBeGreaterThanOrEqualTo(500);
        recall.Recall.ShouldBeGreaterThanOrEqualTo(0.98, string.Join('\n', recall.Missed));
        recall.FalseAlarms.ShouldBeLessThanOrEqualTo(recall.CleanSentences / 10);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Platform.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
