using System.Text;
using Platform.Model.Generation;
using Platform.Scenarios.Skills.ClassicalPoetry;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Skills.ClassicalPoetry;

public sealed class PoemPlaceTests
{
    private static readonly RhymeBook Book = RhymeBook.Shipped();

    public static TheoryData<string> Forms => [.. PoemForm.All.Select(form => form.Key)];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Whatever_is_chosen_among_what_is_admitted_ends_in_form(string key)
    {
        var form = PoemForm.Named(key);
        for (var seed = 0; seed < 2; seed++)
        {
            var order = new PoemOrder(form, "春望") { Strictness = seed % 2 == 0 ? Strictness.Strict : Strictness.Customary };

            var text = Choose(order, new Random(seed));

            var report = new PoemChecker(Book).Check(text, form, order.Strictness, repetition: true);
            report.IsClean.ShouldBeTrue($"{text}\n{string.Join('\n', report.Findings.Select(finding => finding.English))}");
        }
    }

    [Fact]
    public void A_choice_that_uses_up_a_narrow_rhyme_is_not_admitted()
    {
        // 江 is the narrowest level group: a reader that takes a sign of it wherever it may must still find the four rhymes.
        var river = 1u << Book.Groups.ToList().IndexOf("平江");
        for (var seed = 0; seed < 2; seed++)
        {
            var text = Choose(new PoemOrder(PoemForm.Named("七律"), "江"), new Random(seed), character => (character.LevelGroups & river) != 0);

            new PoemChecker(Book).Check(text, PoemForm.Named("七律"), Strictness.Strict, repetition: true).IsClean.ShouldBeTrue(text);
        }
    }

    [Fact]
    public void Heads_and_given_lines_stand_where_they_were_asked_for()
    {
        var acrostic = Choose(new PoemOrder(PoemForm.Named("七绝"), "春") { Acrostic = "春夏秋冬" }, new Random(1));
        var given = Choose(new PoemOrder(PoemForm.Named("五绝"), "鹳雀楼") { Given = "白日依山尽，黄河入海流" }, new Random(1));

        string.Concat(PoemText.Read(acrostic).Lines.Select(line => line[0])).ShouldBe("春夏秋冬");
        new PoemChecker(Book).Check(acrostic, PoemForm.Named("七绝"), Strictness.Strict).IsClean.ShouldBeTrue(acrostic);
        given.ShouldStartWith("白日依山尽，黄河入海流。\n");
        new PoemChecker(Book).Check(given, PoemForm.Named("五绝"), Strictness.Strict, repetition: true).IsClean.ShouldBeTrue(given);
    }

    [Fact]
    public void A_given_line_out_of_form_is_kept_and_said_to_be()
    {
        var order = new PoemOrder(PoemForm.Named("五绝"), "寻隐者") { Given = "松下问童子" };

        var plan = PoemPlan.Make(order, Book);
        var text = Choose(order, new Random(3));

        plan.GivenIsFree.ShouldBeTrue();
        text.ShouldStartWith("松下问童子，");
        var report = new PoemChecker(Book).Check(text, order.Form, Strictness.Strict);
        report.Findings.ShouldAllBe(finding => finding.Line == 0, text);
    }

    [Theory]
    [InlineData("五绝", null, "白日依山")]
    [InlineData("五绝", "春夏秋冬风", null)]
    [InlineData("五绝", "春", "白日依山尽")]
    public void An_order_that_contradicts_its_form_is_refused_in_words(string form, string? acrostic, string? given) =>
        Should.Throw<PoemException>(() => PoemPlan.Make(new PoemOrder(PoemForm.Named(form), "春") { Acrostic = acrostic, Given = given }, Book)).Chinese.ShouldContain("句");

    private static string Choose(PoemOrder order, Random random, Func<VerseCharacter, bool>? prefers = null)
    {
        var text = new StringBuilder();
        SignPlace place = PoemPlace.Start(PoemPlan.Make(order, Book));
        while (!place.MayEnd)
        {
            var admitted = place.Admitted.ToList();
            admitted.ShouldNotBeEmpty(text.ToString());
            var preferred = prefers is null ? [] : admitted.Where(sign => Book.Find(sign) is { } character && prefers(character)).ToList();
            var sign = preferred.Count > 0 ? preferred[random.Next(preferred.Count)] : admitted[random.Next(admitted.Count)];
            text.Append(sign);
            place = place.Next(sign);
        }

        return text.ToString();
    }
}
