using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

/// <summary>Waits for what another thread brings about.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition)
    {
        for (var waited = 0; !condition() && waited < 10_000; waited += 5)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        condition().ShouldBeTrue();
    }
}
