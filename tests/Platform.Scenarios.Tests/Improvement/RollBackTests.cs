using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.ModelRegistry;
using Platform.Model.Routes;
using Platform.Scenarios.Improvement;
using Platform.Scenarios.Routes;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Improvement;

public sealed class RollBackTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Uri Somewhere = new("http://127.0.0.1:9/v1");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_was_promoted_for_another_skill_meanwhile_stays_the_only_one_in_service()
    {
        await using var host = new TestHost(("Improvement:Work", "false"));
        var (first, second, third) = (Version(1, ModelVersionState.Retired), Version(2, ModelVersionState.Retired), Version(3, ModelVersionState.InService));
        await using (var db = await Database(host))
        {
            db.AddRange(first, second, third);
            db.AddRange(
                new Promotion { Skill = "dialogue", VersionId = second.Id, ReplacedId = first.Id, At = Start },
                new Promotion { Skill = "resident", VersionId = third.Id, ReplacedId = second.Id, At = Start.AddDays(1) });
            await db.SaveChangesAsync(Cancel);
        }

        var done = (await host.Services.GetRequiredService<IMediator>().Send(new RollBack("dialogue", "a test", null), Cancel)).ShouldBeOfType<RollBackOutcome.Done>();

        done.Version.ShouldBe(third.Id);
        await using var after = await Database(host);
        (await after.ModelVersions.Where(v => v.State == ModelVersionState.InService).Select(v => v.Id).ToListAsync(Cancel)).ShouldBe([third.Id]);
    }

    [Fact]
    public async Task A_route_that_others_fall_back_to_is_kept_and_nothing_is_rolled_back_until_they_do_not()
    {
        await using var host = new TestHost(("Improvement:Work", "false"));
        var mediator = host.Services.GetRequiredService<IMediator>();
        var version = await PromotedAsync(host, replaced: null);
        await mediator.Send(new SaveRoute("resident", new ModelRoute { Endpoint = Somewhere, Model = "m", Fallback = "dialogue" }, null), Cancel);

        var refused = (await mediator.Send(new RollBack("dialogue", "a test", null), Cancel)).ShouldBeOfType<RollBackOutcome.Refused>();

        refused.Why.Chinese.ShouldContain("“resident”");
        refused.Why.English.ShouldContain("'resident'");
        (await StateOfAsync(host, version)).ShouldBe((ModelVersionState.InService, false));

        await mediator.Send(new RemoveRoute("resident", null), Cancel);
        (await mediator.Send(new RollBack("dialogue", "a test", null), Cancel)).ShouldBeOfType<RollBackOutcome.Done>();
        (await StateOfAsync(host, version)).ShouldBe((ModelVersionState.Retired, true));
    }

    [Fact]
    public async Task A_route_before_that_cannot_stand_any_more_is_told_of_and_nothing_is_rolled_back()
    {
        await using var host = new TestHost(("Improvement:Work", "false"));
        var version = await PromotedAsync(host, new ModelRoute { Endpoint = Somewhere, Model = "m", Fallback = "gone" });

        var refused = (await host.Services.GetRequiredService<IMediator>().Send(new RollBack("dialogue", "a test", null), Cancel)).ShouldBeOfType<RollBackOutcome.Refused>();

        refused.Why.English.ShouldContain("'gone'");
        (await StateOfAsync(host, version)).ShouldBe((ModelVersionState.InService, false));
    }

    /// <summary>A version that answers for dialogue, and the route as its promotion left it.</summary>
    private static async Task<Guid> PromotedAsync(TestHost host, ModelRoute? replaced)
    {
        var version = Version(1, ModelVersionState.InService);
        await using var db = await Database(host);
        db.AddRange(version, new Promotion { Skill = "dialogue", VersionId = version.Id, ReplacedRoute = replaced is null ? null : RouteJson.Write(replaced), At = Start });
        await db.SaveChangesAsync(Cancel);
        (await host.Services.GetRequiredService<IMediator>().Send(new SaveRoute("dialogue", new ModelRoute { Local = "small" }, null), Cancel)).ShouldBeOfType<SaveRouteOutcome.Saved>();
        return version.Id;
    }

    private static async Task<(ModelVersionState State, bool Undone)> StateOfAsync(TestHost host, Guid version)
    {
        await using var db = await Database(host);
        return ((await db.ModelVersions.SingleAsync(v => v.Id == version, Cancel)).State, (await db.Promotions.SingleAsync(Cancel)).UndoneAt is not null);
    }

    private static ModelVersion Version(int number, ModelVersionState state) => new()
    {
        Name = "small",
        Number = number,
        Folder = $"models/small-{number}",
        WeightsHash = "",
        TokenizerHash = "",
        TemplateHash = "",
        GoldenPrompts = "[]",
        State = state,
        MadeAt = Start,
    };

    private static Task<PlatformDbContext> Database(TestHost host) => host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(Cancel);
}
