using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Model.Routes;
using Platform.Model.Serving;
using Platform.Scenarios.Skills.ClassicalPoetry;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Skills.ClassicalPoetry;

public sealed class PoemWriterTests
{
    [Theory]
    [InlineData("五绝")]
    [InlineData("七律")]
    [InlineData("如梦令")]
    public async Task A_network_that_knows_nothing_still_writes_in_form(string form)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        services.AddOptions<ServingOptions>().Configure(options => options.Models["poet"] = new ServedModelOptions { Folder = "any" });
        services.AddSingleton<ModelHost>();
        services.ServeTinyModels();
        await using var provider = services.BuildServiceProvider();
        var writer = new PoemWriter(provider.GetRequiredService<ModelHost>(), RhymeBook.Shipped());

        var written = await writer.WriteAsync(new PoemOrder(PoemForm.Named(form), "春江") { Candidates = 3, Seed = 7 }, new ModelTarget.Local("poet"), TestContext.Current.CancellationToken);

        written.Drafts.Count.ShouldBe(3);
        written.Drafts.ShouldAllBe(draft => draft.Report.IsClean);
        written.Drafts.Select(draft => draft.Text).Distinct(StringComparer.Ordinal).Count().ShouldBe(3);
        written.Drafts.Select(draft => draft.Score).ShouldBe(written.Drafts.Select(draft => draft.Score).OrderDescending());
    }
}
