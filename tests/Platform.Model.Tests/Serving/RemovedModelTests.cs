using System.Collections.Concurrent;
using Platform.Model.Serving;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

public sealed class RemovedModelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_configured_name_goes_back_to_its_configuration_and_another_is_gone()
    {
        await using var host = TinyHost.Create();
        var configured = (await host.AnswerAsync(TinyHost.Request("Hello"), Stop)).Text;
        await host.PublishAsync(TinyHost.Model, new ServedModelOptions { Folder = "2" }, Stop);
        await host.PublishAsync("published", new ServedModelOptions { Folder = "3" }, Stop);
        (await host.AnswerAsync(TinyHost.Request("Hello"), Stop)).Text.ShouldNotBe(configured, StringComparer.Ordinal);

        await host.RemoveAsync(TinyHost.Model);
        await host.RemoveAsync("published");

        host.Models.Select(model => (model.Name, model.Folder)).ShouldBe([(TinyHost.Model, "1")]);
        (await host.AnswerAsync(TinyHost.Request("Hello"), Stop)).Text.ShouldBe(configured);
        await Should.ThrowAsync<UnknownModelException>(() => host.AnswerAsync(TinyHost.Request("Hello") with { Model = "published" }, Stop));
    }

    [Fact]
    public async Task A_request_that_found_the_name_before_does_not_bring_the_model_back()
    {
        using var going = new ManualResetEventSlim(initialState: true);
        var engines = new ConcurrentBag<WatchedEngine>();
        await using var host = TinyHost.Create(watch: engine =>
        {
            going.Wait(Stop);
            var watched = new WatchedEngine(engine, _ => { });
            engines.Add(watched);
            return watched;
        });
        await host.PublishAsync("published", new ServedModelOptions { Folder = "3" }, Stop);
        await host.UnloadAsync("published");
        going.Reset();
        var asked = host.AnswerAsync(TinyHost.Request("Hello") with { Model = "published" }, Stop);
        await Eventually.HoldsAsync(() => host.Models.Single(model => model.Name == "published").Status == ModelStatus.Loading);

        var removed = host.RemoveAsync("published");
        going.Set();
        await removed;

        await Task.WhenAny(asked, Task.Delay(Timeout.Infinite, Stop)); // answered, or told that the model is gone
        await Eventually.HoldsAsync(() => engines.All(engine => engine.IsDisposed));
        host.Models.ShouldNotContain(model => model.Name == "published");
    }
}
