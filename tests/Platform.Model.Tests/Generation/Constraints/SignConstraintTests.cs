using System.Text;
using Platform.Model.Generation;
using Platform.Model.Generation.Constraints;
using Platform.Model.Tokenization;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Generation.Constraints;

public sealed class SignConstraintTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_text_keeps_its_signs_whatever_tokens_they_are_made_of(bool bytes)
    {
        using var folder = new TemporaryFolder();
        _ = bytes ? TinyTokenizer.WriteQwen(folder.Path) : TinyTokenizer.WriteLlama2(folder.Path);
        var tokenizer = TextTokenizer.Read(folder.Path);
        var (signs, model) = (new TokenSigns(tokenizer), new RandomModel(tokenizer, 3));
        var texts = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < 200; at++)
        {
            var (text, tokens) = model.Say(new SignConstraint(signs, new Row(0), 40), ends: 0);

            var read = Encoding.UTF8.GetString(text);
            Row.Fits(read).ShouldBeTrue(read);
            tokens.ShouldBeLessThanOrEqualTo(40);
            texts.Add(read);
        }

        texts.Count.ShouldBeGreaterThan(50); // nothing that the form leaves open is lost
        if (bytes)
            texts.ShouldContain(text => text.StartsWith("你好", StringComparison.Ordinal)); // 你 and 好 are tokens of their own there
    }

    [Fact]
    public void A_token_that_was_not_allowed_is_refused_and_a_copy_goes_its_own_way()
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteQwen(folder.Path);
        var tokenizer = TextTokenizer.Read(folder.Path);
        var constraint = new SignConstraint(new TokenSigns(tokenizer), new Row(0), 40);
        var token = Enumerable.Range(0, tokenizer.VocabularySize).First(id => Encoding.UTF8.GetString(tokenizer.Bytes(id).Span) == "你");
        var other = Enumerable.Range(0, tokenizer.VocabularySize).First(id => Encoding.UTF8.GetString(tokenizer.Bytes(id).Span) == "x");

        var copy = constraint.Copy();
        constraint.Accept(token);

        Should.Throw<InvalidOperationException>(() => constraint.Accept(other));
        Should.Throw<InvalidOperationException>(() => constraint.Accept(token)); // 你 stands already
        Should.NotThrow(() => copy.Accept(token));
    }

    [Fact]
    public void Too_few_tokens_are_refused_with_the_number_that_is_enough() =>
        Should.Throw<ConstraintException>(() =>
        {
            using var folder = new TemporaryFolder();
            TinyTokenizer.WriteQwen(folder.Path);
            return new SignConstraint(new TokenSigns(TextTokenizer.Read(folder.Path)), new Row(0), 10);
        }).Message.ShouldContain("24");

    /// <summary>A row of five signs of a few, none twice, ended by a mark.</summary>
    private sealed class Row(int count, string written = "") : SignPlace
    {
        private const string Signs = "你好山水𠀀月a花";

        public override bool MayEnd => count == 6;

        public override int MostLeft => 6 - count;

        public override IEnumerable<Rune> Admitted => count switch
        {
            6 => [],
            5 => [new Rune('。')],
            _ => Signs.EnumerateRunes().Where(sign => !written.Contains(sign.ToString(), StringComparison.Ordinal)),
        };

        public override bool Admits(Rune sign) => Admitted.Contains(sign);

        public override SignPlace Next(Rune sign) => new Row(count + 1, written + sign);

        public static bool Fits(string text)
        {
            var signs = text.EnumerateRunes().ToList();
            return signs.Count == 6 && signs[5] == new Rune('。') && signs.Distinct().Count() == 6 && signs.Take(5).All(Signs.EnumerateRunes().Contains);
        }
    }
}
