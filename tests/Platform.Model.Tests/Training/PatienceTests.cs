using Platform.Model.Training;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Training;

public sealed class PatienceTests
{
    [Fact]
    public void Ends_after_so_many_measurements_without_a_better_one()
    {
        var patience = new Patience(2);

        List<bool> spent = [];
        foreach (var loss in new[] { 3.0, 2.0, 2.5, 1.9, 2.0, 1.9 })
        {
            _ = patience.IsBest(loss);
            spent.Add(patience.Spent);
        }

        spent.ShouldBe([false, false, false, false, false, true]);
        patience.Best.ShouldBe(1.9);
    }

    [Fact]
    public void Goes_on_from_what_was_measured_before_the_run_was_stopped() => new Patience(2, [2.0, 2.1, 2.2]).Spent.ShouldBeTrue();

    [Fact]
    public void Never_ends_where_none_was_asked_for() => new Patience(0, [1.0, 2.0, 3.0]).Spent.ShouldBeFalse();

    [Fact]
    public void What_is_no_number_is_never_the_best()
    {
        var patience = new Patience(1);

        patience.IsBest(double.NaN).ShouldBeFalse();
        patience.HasBest.ShouldBeFalse();
        patience.Spent.ShouldBeFalse();
    }
}
