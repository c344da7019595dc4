using Microsoft.Extensions.Time.Testing;
using Platform.Bots.Channels.Connector;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.Connector;

public sealed class PaceTests
{
    [Fact]
    public void No_window_of_any_rate_holds_more_than_its_most()
    {
        var clock = new FakeTimeProvider();
        Rate[] rates = [new(7, TimeSpan.FromSeconds(1)), new(8, TimeSpan.FromSeconds(2)), new(60, TimeSpan.FromSeconds(30)), new(1800, TimeSpan.FromHours(1))];
        var pace = new Pace(rates, clock);
        var sent = new List<DateTimeOffset>();

        for (var message = 0; message < 2000; message++)
        {
            clock.Advance(pace.Take());
            sent.Add(clock.GetUtcNow());
        }

        foreach (var rate in rates)
            for (var first = 0; first + rate.Most < sent.Count; first++)
                (sent[first + rate.Most] - sent[first]).ShouldBeGreaterThanOrEqualTo(rate.Window);
        (sent[1799] - sent[0]).ShouldBeLessThan(TimeSpan.FromMinutes(15.1)); // no slower than 60 in 30 s asks for
    }

    [Fact]
    public void Those_who_ask_together_get_moments_one_after_another()
    {
        var pace = new Pace([new Rate(2, TimeSpan.FromSeconds(1))], new FakeTimeProvider());

        Enumerable.Range(0, 6).Select(_ => pace.Take().TotalSeconds).ShouldBe([0, 0, 1, 1, 2, 2]);
    }

    [Theory]
    [InlineData("7/00:00:01", true)]
    [InlineData("7", false)]
    [InlineData("0/00:00:01", false)]
    [InlineData("7/0", false)]
    [InlineData("-1/00:00:01", false)]
    public void A_rate_is_written_as_most_and_window(string text, bool isRate) => Rate.TryParse(text, out _).ShouldBe(isRate);
}
