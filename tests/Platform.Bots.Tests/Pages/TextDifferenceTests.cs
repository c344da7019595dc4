using Platform.Bots.Pages.Conversations;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Pages;

public sealed class TextDifferenceTests
{
    [Fact]
    public void Chinese_is_compared_sign_by_sign_and_English_word_by_word()
    {
        TextDifference.Of("请带身份证", "请带护照").ShouldBe([
            new(DifferenceKind.Same, "请带"), new(DifferenceKind.Removed, "身份证"), new(DifferenceKind.Added, "护照")]);
        TextDifference.Of("bring your card", "bring your passport").ShouldBe([
            new(DifferenceKind.Same, "bring your "), new(DifferenceKind.Removed, "card"), new(DifferenceKind.Added, "passport")]);
    }

    [Theory]
    [InlineData("", "new")]
    [InlineData("old", "")]
    [InlineData("same 😀 text", "same 😁 text")]
    public void Both_texts_can_be_read_from_the_comparison(string before, string after)
    {
        var pieces = TextDifference.Of(before, after);

        string.Concat(pieces.Where(p => p.Kind != DifferenceKind.Added).Select(p => p.Text)).ShouldBe(before);
        string.Concat(pieces.Where(p => p.Kind != DifferenceKind.Removed).Select(p => p.Text)).ShouldBe(after);
    }
}
