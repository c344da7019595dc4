using Platform.Scenarios.Skills.ClassicalPoetry;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Skills.ClassicalPoetry;

public sealed class PoemCheckerTests
{
    private readonly PoemChecker _checker = new(RhymeBook.Shipped());

    [Theory]
    [InlineData("白日依山尽，黄河入海流。欲穷千里目，更上一层楼。", "五绝", "仄起首句不入韵", "平尤")]
    [InlineData("《春望》 杜甫\n国破山河在，城春草木深。感时花溅泪，恨别鸟惊心。烽火连三月，家书抵万金。白头搔更短，浑欲不胜簪。", "五律", "仄起首句不入韵", "平侵")]
    [InlineData("朝辞白帝彩云间，千里江陵一日还。两岸猿声啼不住，轻舟已过万重山。", "七绝", "平起首句入韵", "平删")]
    [InlineData("风急天高猿啸哀，渚清沙白鸟飞回。无边落木萧萧下，不尽长江滚滚来。万里悲秋常作客，百年多病独登台。艰难苦恨繁霜鬓，潦倒新停浊酒杯。", "七律", "仄起首句入韵", "平灰")]
    [InlineData("山下兰芽短浸溪，松间沙路净无泥。萧萧暮雨子规啼。谁道人生无再少，门前流水尚能西。休将白发唱黄鸡。", "浣溪沙", "浣溪沙", "词林第3部平")]
    [InlineData("昨夜雨疏风骤，浓睡不消残酒。试问卷帘人，却道海棠依旧。知否，知否，应是绿肥红瘦。", "如梦令", "如梦令", "词林第12部仄")]
    [InlineData("江南好，风景旧曾谙。日出江花红胜火，春来江水绿如蓝。能不忆江南。", "忆江南", "忆江南", "词林第14部平")]
    [InlineData("明月几时有，把酒问青天。不知天上宫阙，今夕是何年。我欲乘风归去，又恐琼楼玉宇，高处不胜寒。起舞弄清影，何似在人间。转朱阁，低绮户，照无眠。不应有恨，何事长向别时圆。人有悲欢离合，月有阴晴圆缺，此事古难全。但愿人长久，千里共婵娟。", "水调歌头", "水调歌头", "词林第7部平")]
    public void A_master_s_poem_is_recognised_and_has_no_fault(string poem, string form, string pattern, string? rhyme)
    {
        var report = _checker.Check(poem);

        report.Form.ShouldNotBeNull().Chinese.ShouldBe(form);
        report.Pattern!.Name.ShouldBe(pattern);
        report.Findings.ShouldBeEmpty(string.Join('\n', report.Findings.Select(finding => finding.English)));
        report.IsRegulated.ShouldBeTrue();
        if (rhyme is not null)
            report.Rhyme.ShouldBe(rhyme);
    }

    [Theory]
    [InlineData("白日依山尽，黄河入海流。欲穷千里目，更上一层山。", PoemFault.Rhyme, 3)] // 山 does not rhyme with 流
    [InlineData("白日依山尽，黄河入海流。欲穷千年目，更上一层楼。", PoemFault.Tone, 2)] // 年 is level where 里 is oblique
    [InlineData("国破山河在，城春草木深。感时花溅泪，恨别鸟惊心。白头搔更短，浑欲不胜簪。烽火连三月，家书抵万金。", PoemFault.LostAdhesion, 4)]
    [InlineData("国破山河在，欲别鸟惊心。感时花溅泪，恨别鸟惊心。烽火连三月，家书抵万金。白头搔更短，浑欲不胜簪。", PoemFault.LostOpposition, 1)]
    [InlineData("国破山河在，城春草木深。感时花溅泪，恨别孤飞心。烽火连三月，家书抵万金。白头搔更短，浑欲不胜簪。", PoemFault.ThreeLevels, 3)]
    [InlineData("国破山河在，醉眠草木深。感时花溅泪，恨别鸟惊心。烽火连三月，家书抵万金。白头搔更短，浑欲不胜簪。", PoemFault.LonelyLevel, 1)]
    public void A_planted_fault_is_named_at_its_line(string poem, PoemFault fault, int line) =>
        _checker.Check(poem).Findings.ShouldContain(finding => finding.Fault == fault && finding.Line == line);

    [Fact]
    public void Old_style_verse_of_the_same_shape_is_not_called_regulated() =>
        _checker.Check("松下问童子，言师采药去。只在此山中，云深不知处。").IsRegulated.ShouldBeFalse();

    [Fact]
    public void Lines_of_no_known_shape_are_said_to_be_so()
    {
        var report = _checker.Check("关关雎鸠，在河之洲。");

        report.Form.ShouldBeNull();
        report.Findings.ShouldHaveSingleItem().Fault.ShouldBe(PoemFault.Shape);
    }

    [Fact]
    public void Each_sign_is_annotated()
    {
        var line = _checker.Check("白日依山尽，黄河入海流。欲穷千里目，更上一层楼。").Lines[1];

        string.Concat(line.Signs.Select(sign => sign.Tone)).ShouldBe("平平仄仄平");
        line.Signs[^1].Groups.ShouldBe("平尤");
        line.Rhymes.ShouldBeTrue();
    }

    [Fact]
    public void A_text_without_verse_is_refused() => Should.Throw<PoemException>(() => _checker.Check("no verse"));
}
