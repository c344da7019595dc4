using Platform.Bots.Pages.Conversations;
using Platform.Bots.Pages.Practice.Authoring;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Practice;

public sealed class LineDifferenceTests
{
    [Fact]
    public void Lines_that_stay_are_the_same_and_those_that_go_and_come_are_told_apart()
    {
        var pieces = LineDifference.Of("a\nb\nc\nd\ne", "a\r\nc\r\nx\r\nd\r\ne");

        pieces.Select(p => (p.Kind, p.Text)).ShouldBe(
            [(DifferenceKind.Same, "a"), (DifferenceKind.Removed, "b"), (DifferenceKind.Same, "c"), (DifferenceKind.Added, "x"), (DifferenceKind.Same, "d"), (DifferenceKind.Same, "e")]);
        LineDifference.Of("a\nb", "a\nb").ShouldAllBe(piece => piece.Kind == DifferenceKind.Same);
        LineDifference.Of("a", "a\na").Count(piece => piece.Kind == DifferenceKind.Added).ShouldBe(1);
    }

    [Fact]
    public void Far_from_a_change_lines_are_left_out()
    {
        var text = string.Join('\n', Enumerable.Range(0, 40));

        LineDifference.Near(LineDifference.Of(text, text.Replace("20", "x", StringComparison.Ordinal))).Select(p => p.Text).ShouldBe(["…", "18", "19", "20", "x", "21", "22", "…"]);
    }
}
