using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Model.Architectures;
using Platform.Model.Generation;
using Platform.Model.Serving;
using Platform.Scenarios.Improvement;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Improvement;

public sealed class ServedConfigurationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_promoted_version_keeps_what_is_configured_under_its_name_and_leaves_the_configured_model_when_it_goes()
    {
        using var configured = new TemporaryFolder();
        var folder = Path.Combine(configured.Path, "configured");
        TinyCheckpoint.Write(folder, DecoderFamily.Qwen3, seed: 2);
        await using var host = new TestHost(("Improvement:Work", "false"), ("Models:Serving:Models:small:Folder", folder), ("Models:Serving:Models:small:DefaultMaxTokens", "3"));
        host.UseKestrel(0);
        host.StartServer();
        var mediator = host.Services.GetRequiredService<IMediator>();
        var models = host.Services.GetRequiredService<ModelHost>();
        var promoted = Path.Combine(host.DataFolder, "models", "promoted");
        TinyCheckpoint.Write(promoted, DecoderFamily.Qwen3, seed: 3);
        var version = (await mediator.Send(new RegisterModel("small", promoted, null), Stop)).ShouldBeOfType<RegisterModelOutcome.Registered>();

        (await mediator.Send(new PromoteVersion(version.Id, "dialogue", "a test", null), Stop)).ShouldBeOfType<PromoteOutcome.Promoted>();

        models.Models.Single().Folder.ShouldEndWith("promoted");
        (await TokensAsync(models)).ShouldBe(3);

        (await mediator.Send(new RollBack("dialogue", "a test", null), Stop)).ShouldBeOfType<RollBackOutcome.Done>();

        models.Models.Single().Folder.ShouldBe(folder);
        (await TokensAsync(models)).ShouldBe(3);
    }

    private static async Task<int> TokensAsync(ModelHost models)
    {
        var request = new GenerationRequest { Model = "small", Prompt = new ModelPrompt.Text("hello"), Sampling = new SamplingOptions { IgnoreEnd = true } };
        var tokens = 0;
        await foreach (var what in models.GenerateAsync(request, Stop))
            if (what is GenerationEvent.Completed completed)
                tokens = completed.Usage.CompletionTokens;
        return tokens;
    }
}
