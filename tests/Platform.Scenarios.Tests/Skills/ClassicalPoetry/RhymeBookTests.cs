using System.Text;
using Platform.Scenarios.Skills.ClassicalPoetry;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Skills.ClassicalPoetry;

public sealed class RhymeBookTests
{
    private static readonly RhymeBook Book = RhymeBook.Shipped();

    [Fact]
    public void The_book_has_the_106_groups_and_thousands_of_characters()
    {
        Book.Groups.Count.ShouldBe(106);
        Book.Groups.Count(group => group[0] == '平').ShouldBe(30);
        Book.Count.ShouldBeGreaterThan(8000);
    }

    [Theory]
    [InlineData("东", "平东")]
    [InlineData("冬", "平冬")]
    [InlineData("涯", "平麻")]
    [InlineData("元", "平元")]
    [InlineData("月", "入月")]
    [InlineData("白", "入陌")]
    [InlineData("国", "入职")]
    [InlineData("看", "平寒")]
    [InlineData("看", "去翰")]
    public void A_character_stands_in_its_group(string sign, string group) =>
        Book.NamesOf(Book.Find(Rune.GetRuneAt(sign, 0))!.Groups).Split('/').Contains(group, StringComparer.Ordinal).ShouldBeTrue();

    [Fact]
    public void A_reading_that_verse_does_not_use_is_kept_apart()
    {
        var not = Book.Find(new Rune('不'))!;

        not.Tones.ShouldBe(Tones.Oblique);
        not.BookTones.ShouldBe(Tones.Both);
    }
}
