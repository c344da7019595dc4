using System.Text;
using System.Text.RegularExpressions;
using Platform.Model.Generation.Constraints;
using Platform.Model.Tokenization;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Generation.Constraints;

public sealed class PatternConstraintTests
{
    private readonly TextTokenizer _tokenizer = Tokenizer();

    [Theory]
    [InlineData("[a-c]+x?")]
    [InlineData(@"\d{2,4}(-\d{2})*")]
    [InlineData("(yes|no|好的)!")]
    [InlineData(@"[^\x00-\x7F]{1,4}")]
    [InlineData(@"(?i:hello) \w+\.")]
    [InlineData(@"^a.{0,6}z$")]
    [InlineData(@"(a|ab)(c|bcd)(d*)")]
    [InlineData(@"\p{Lu}\p{Ll}{1,3}")]
    [InlineData(@"[\u4e00-\u9fff]{2}|[\u0400-\u04ff]")]
    [InlineData(@"""\\""")]
    public void A_whole_text_matches_its_pattern_within_its_tokens(string pattern)
    {
        var (compiler, model) = (new ConstraintCompiler(_tokenizer), new RandomModel(_tokenizer, 3));
        var dotNet = new Regex($@"\A(?:{pattern.TrimStart('^').TrimEnd('$')})\z", RegexOptions.None, TimeSpan.FromSeconds(5));
        for (var at = 0; at < 60; at++)
        {
            var (text, tokens) = model.Say(compiler.Pattern(pattern, 18), ends: at % 2 * 0.2);

            tokens.ShouldBeLessThanOrEqualTo(18);
            var said = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
            Wide(dotNet, said).ShouldBeTrue($"{pattern}: {said}");
        }
    }

    [Theory]
    [InlineData("a(?=b)")]
    [InlineData(@"(a)\1")]
    [InlineData(@"\bword")]
    [InlineData("a{1,9999}")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("*a")]
    [InlineData("[z-a]")]
    [InlineData("a^b")]
    public void A_pattern_beyond_what_is_supported_is_refused(string pattern) =>
        Should.Throw<ConstraintException>(() => new ConstraintCompiler(_tokenizer).Pattern(pattern, 100));

    [Fact]
    public void Characters_above_the_first_plane_count_as_one()
    {
        var (compiler, model) = (new ConstraintCompiler(_tokenizer), new RandomModel(_tokenizer, 5));

        for (var at = 0; at < 30; at++)
        {
            var said = Encoding.UTF8.GetString(model.Say(compiler.Pattern(@"[\u{1F600}-\u{1F64F}]{2}", 12), ends: 0).Text).EnumerateRunes().ToList();

            said.Count.ShouldBe(2);
            said.ShouldAllBe(rune => rune.Value >= 0x1F600 && rune.Value <= 0x1F64F);
        }
    }

    [Fact]
    public void One_of_several_texts_is_chosen()
    {
        var (compiler, model) = (new ConstraintCompiler(_tokenizer), new RandomModel(_tokenizer, 4));

        var said = Enumerable.Range(0, 60).Select(_ => Encoding.UTF8.GetString(model.Say(compiler.OneOf(["yes", "no", "也许", "yes, but"], 12), ends: 0.3).Text)).ToHashSet(StringComparer.Ordinal);

        said.ShouldBe(["yes", "no", "也许", "yes, but"], ignoreOrder: true);
    }

    /// <summary>Surrogate pairs count as one character in the pattern: they are replaced by a letter beyond ASCII that no pattern here names.</summary>
    private static bool Wide(Regex pattern, string text) =>
        pattern.IsMatch(string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp ? rune.ToString() : System.Globalization.CharUnicodeInfo.GetUnicodeCategory(rune.Value) switch
        {
            System.Globalization.UnicodeCategory.UppercaseLetter => "Ж",
            System.Globalization.UnicodeCategory.LowercaseLetter => "ж",
            _ => "中",
        })));

    private static TextTokenizer Tokenizer()
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteQwen(folder.Path);
        return TextTokenizer.Read(folder.Path);
    }
}
