using System.Globalization;
using Platform.Bots.Pages.Practice.Judging;
using Platform.Bots.Pages.Words;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Practice;

public sealed class DeciderWordsTests
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void Every_check_that_can_be_chosen_says_in_words_how_it_is_decided(string lang)
    {
        var (rubrics, words) = (Rubrics.Shipped(), new ConsoleWords());
        var before = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);
        (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = (CultureInfo.GetCultureInfo(lang), CultureInfo.GetCultureInfo(lang));
        try
        {
            var said = rubrics.InService.SelectMany(rubric => rubrics.Checks(rubric.Family, rubric.Crisis)).Select(check => check.By)
                .Append(new Decider { Ends = Enum.GetValues<PlayEnd>(), State = new StateTarget(StateVariables.Trust, null, null, 10, 90) })
                .Select(by => DeciderWords.Of(words, by)).ToList();

            said.Count.ShouldBeGreaterThan(60);
            said.ShouldAllBe(text => text.Length > 0 && !text.Contains("rubric.", StringComparison.Ordinal) && !text.Contains("practice.", StringComparison.Ordinal));
        }
        finally
        {
            (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = before;
        }
    }
}
