using System.Text;
using Platform.Scenarios.Skills.ClassicalPoetry;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Skills.ClassicalPoetry;

public sealed class ParallelismTests
{
    private readonly Parallelism _parallelism = new(RhymeBook.Shipped(), WordClasses.Shipped());

    [Theory]
    [InlineData("明月松间照", "清泉石上流")]
    [InlineData("无边落木萧萧下", "不尽长江滚滚来")]
    [InlineData("两个黄鹂鸣翠柳", "一行白鹭上青天")]
    public void Lines_that_face_each_other_score_above_lines_that_do_not(string upper, string lower)
    {
        var loose = upper.Length == 5 ? "更上一层楼" : "轻舟已过万重山";

        var facing = Score(upper, lower);

        facing.ShouldBeGreaterThan(0.7);
        facing.ShouldBeGreaterThan(Score(upper, loose) + 0.2);
    }

    [Fact]
    public void A_word_said_twice_and_a_doubled_word_against_single_ones_count_as_nothing()
    {
        Score("明月松间照", "明泉石上流").ShouldBeLessThan(Score("明月松间照", "清泉石上流") - 0.1);
        Score("无边落木萧萧下", "不尽长江滚滚来").ShouldBeGreaterThan(Score("无边落木萧萧下", "不尽长江万里来") + 0.2);
    }

    [Fact]
    public void Only_the_couplets_that_must_be_parallel_are_scored()
    {
        var checker = new PoemChecker(RhymeBook.Shipped());

        checker.Check("白日依山尽，黄河入海流。欲穷千里目，更上一层楼。").Parallelism.ShouldBeNull();
        checker.Check("风急天高猿啸哀，渚清沙白鸟飞回。无边落木萧萧下，不尽长江滚滚来。万里悲秋常作客，百年多病独登台。艰难苦恨繁霜鬓，潦倒新停浊酒杯。").Parallelism.ShouldNotBeNull().ShouldBeGreaterThan(0.7);
    }

    private double Score(string upper, string lower) => _parallelism.Of([.. upper.EnumerateRunes()], [.. lower.EnumerateRunes()]).ShouldNotBeNull();
}
