using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Scenarios.Skills;
using Platform.Scenarios.Skills.ClassicalPoetry;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Skills.ClassicalPoetry;

public sealed class ShippedPoetryTests
{
    [Fact]
    public async Task The_platform_writes_verse_as_it_comes()
    {
        await using var host = new TestHost(("Models:Shipped", "true"));
        var request = new SkillRequest("春望", new Dictionary<string, string>(StringComparer.Ordinal) { ["form"] = "七绝", ["seed"] = "3" }, IsChinese: true);

        var outcome = await host.Services.GetRequiredService<IMediator>().Send(new RunSkill("poetry", request), TestContext.Current.CancellationToken);

        var done = outcome.ShouldBeOfType<RunSkillOutcome.Ran>().Outcome.ShouldBeOfType<SkillOutcome.Done>();
        done.Model.ShouldBe("poetry");
        new PoemChecker(RhymeBook.Shipped()).Check(done.Text, PoemForm.Named("七绝"), Strictness.Strict, repetition: true).IsClean.ShouldBeTrue(done.Text);
    }
}
