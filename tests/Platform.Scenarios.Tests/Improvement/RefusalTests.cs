using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.ModelRegistry;
using Platform.Scenarios.Improvement;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Improvement;

public sealed class RefusalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refusal_of_training_measuring_or_promoting_is_said_in_both_languages()
    {
        await using var host = new TestHost(("Improvement:Work", "false"));
        var version = new ModelVersion
        {
            Name = "small",
            Number = 1,
            Folder = "models/small-1",
            WeightsHash = "",
            TokenizerHash = "",
            TemplateHash = "",
            GoldenPrompts = "[]",
            State = ModelVersionState.Candidate,
            MadeAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };
        await using (var db = await host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(Cancel))
        {
            db.Add(version);
            await db.SaveChangesAsync(Cancel);
        }

        var mediator = host.Services.GetRequiredService<IMediator>();

        (await mediator.Send(new StartRun("small", Guid.NewGuid(), version.Id, 10, 1e-3, null), Cancel)).ShouldBeOfType<StartRunOutcome.Refused>().Why
            .ShouldBe(new Refusal("没有这个数据集版本，请先生成一个。", "There is no such dataset version. Build one first."));
        (await mediator.Send(new EvaluateCandidate(version.Id, null, null), Cancel)).ShouldBeOfType<EvaluateOutcome.Refused>().Why.Chinese
            .ShouldBe("这个版本不是用本平台的数据集训练的，请指明在哪个数据集上测量。");
        (await mediator.Send(new PromoteVersion(version.Id, "dialogue", null, null), Cancel)).ShouldBeOfType<PromoteOutcome.Refused>().Why.Chinese
            .ShouldBe("small 1 还没有测量；请先测量，或写明理由。");
    }

    [Fact]
    public void What_a_run_keeps_of_its_failure_is_read_as_it_was_and_fits_into_its_column()
    {
        var failure = new Refusal("训练进程以代码 3 结束。", "The training process ended with 3.");

        Refusal.Of(failure.Stored).ShouldBe(failure);
        Refusal.Of(new Refusal(new string('长', 5000), new string('x', 5000)).Stored).ShouldNotBeNull().English.Length.ShouldBe(999);
        new Refusal(new string('长', 5000), new string('x', 5000)).Stored.Length.ShouldBeLessThanOrEqualTo(2000);
        Refusal.Of("kept before").ShouldBe(new Refusal("kept before", "kept before"));
        Refusal.Of(null).ShouldBeNull();
    }
}
