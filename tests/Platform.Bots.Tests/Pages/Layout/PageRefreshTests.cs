using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Platform.Bots.Pages.Layout;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Pages.Layout;

public sealed class PageRefreshTests
{
    [Fact]
    public async Task A_look_that_fails_does_not_end_the_refreshing_and_leaving_the_page_does()
    {
        var clock = new FakeTimeProvider();
        using var left = new CancellationTokenSource();
        var looked = Channel.CreateUnbounded<int>();
        var looks = 0;
        var refreshing = PageRefresh.RunAsync(TimeSpan.FromSeconds(3), LookAsync, clock, NullLogger.Instance, left.Token);

        for (var look = 1; look <= 3; look++)
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            (await looked.Reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBe(look);
        }

        await left.CancelAsync();
        await refreshing.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Task LookAsync(CancellationToken cancellationToken)
        {
            looked.Writer.TryWrite(++looks);
            return looks == 1 ? throw new InvalidOperationException("The database is busy.") : Task.CompletedTask;
        }
    }
}
