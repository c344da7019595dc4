using Platform.Bots.Pages.Layout;
using Platform.Bots.Pages.Practice.Listing;
using Platform.Scenarios.Practice.Listing;
using Platform.Scenarios.Simulation.Characters;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Practice;

public sealed class PracticeQueryTests
{
    private static readonly PracticeQuery Full = new()
    {
        Role = SimulatedRole.HelpSeeker,
        Scene = "噪音 & more",
        Difficulty = Difficulty.Hard,
        State = PracticeState.NotPassed,
        Task = AssignmentState.Overdue,
        From = new DateOnly(2026, 9, 1),
        To = new DateOnly(2026, 9, 30),
    };

    [Fact]
    public void A_filtered_page_comes_back_from_its_address()
    {
        PracticeQuery.Parse($"https://platform.example/console/practice?{Full}").ShouldBe(Full);
        PracticeQuery.Parse("https://platform.example/console/practice").IsEmpty.ShouldBeTrue();
        new PracticeQuery().ToString().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("role=nobody&difficulty=99&state=&task=7")]
    [InlineData("from=2026-13-01&to=9999-12-31")]
    public void What_an_address_says_wrongly_filters_nothing(string query) =>
        PracticeQuery.Parse($"https://platform.example/console/practice?{query}").IsEmpty.ShouldBeTrue();

    [Fact]
    public void The_last_day_belongs_to_the_period_also_in_a_file()
    {
        var time = new LocalTime(TimeProvider.System); // UTC before the browser was asked

        var filter = Full.ToFilter(time);
        var file = Full.FileOf("/console/practice/cohort/1/skills.csv", time);

        (filter.From, filter.Before).ShouldBe((new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero)));
        file.ShouldContain("role=HelpSeeker");
        file.ShouldContain("before=2026-10-01T00%3A00%3A00.0000000%2B00%3A00");
        file.ShouldNotContain("to=");
    }
}
