using Microsoft.Extensions.Logging.Abstractions;
using Platform.Scenarios.Practice.Recognition;
using Platform.Scenarios.Simulation.Acts;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Recognition;

public sealed class ShippedWeightsCacheTests : RecogniserTest
{
    [Fact]
    public async Task Only_the_first_server_learns_and_what_it_learned_is_in_the_data_folder()
    {
        (await ServeAsync()).ShouldHaveSingleItem();

        Directory.GetFiles(Path.Combine(DataFolder, "recognisers"), $"shipped-{Family}-{Lang}-*.bin").ShouldHaveSingleItem();
        (await ServeAsync()).ShouldBeEmpty();
        Folder.Cards(Family, Lang).ShouldBeEmpty(); // it is none of the versions that people trained
    }

    /// <returns>What had to be learned.</returns>
    private async Task<IReadOnlyList<ShippedJudge>> ServeAsync()
    {
        var shipped = new ShippedRecogniser(() => Material.Authored);
        using var cache = new ShippedWeightsCache(shipped, Folder, NullLogger<ShippedWeightsCache>.Instance);
        await cache.StartAsync(Cancel);
        shipped.Prepare();
        var learned = await shipped.Learned;
        await cache.ExecuteTask!.WaitAsync(Cancel);
        return learned;
    }
}
