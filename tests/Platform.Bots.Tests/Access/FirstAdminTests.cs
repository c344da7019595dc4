using System.Net;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Scenarios.Accounts;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Access;

public sealed class FirstAdminTests
{
    [Fact]
    public async Task The_code_of_the_first_start_makes_one_admin_and_signs_them_in()
    {
        await using var host = new TestHost();
        using var client = ConsoleClient.Open(host);
        var code = await CodeAsync(host);

        var made = await client.SendFormAsync("/setup", "setup", ("Form.Code", code.ToLowerInvariant()), ("Form.Name", "anna"), ("Form.Password", ConsoleClient.Password));

        made.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.Http.GetAsync("/console/accounts", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        File.Exists(CodeFile(host)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_code_works_once_also_for_two_who_come_at_the_same_moment()
    {
        await using var host = new TestHost();
        var mediator = host.Services.GetRequiredService<IMediator>();
        var code = await CodeAsync(host);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => mediator.Send(new CreateFirstAdmin(code, $"admin{i}", ConsoleClient.Password), TestContext.Current.CancellationToken)));

        outcomes.OfType<CreateFirstAdminOutcome.Created>().Count().ShouldBe(1);
        (await mediator.Send(new CreateFirstAdmin(code, "late", ConsoleClient.Password), TestContext.Current.CancellationToken)).ShouldBeOfType<CreateFirstAdminOutcome.AdminExists>();
    }

    [Fact]
    public async Task A_wrong_code_makes_nobody_and_a_weak_password_does_not_use_the_code_up()
    {
        await using var host = new TestHost();
        var mediator = host.Services.GetRequiredService<IMediator>();
        var code = await CodeAsync(host);

        (await mediator.Send(new CreateFirstAdmin("AAAAA-BBBBB-CCCCC-DDDDD", "anna", ConsoleClient.Password), TestContext.Current.CancellationToken)).ShouldBeOfType<CreateFirstAdminOutcome.WrongCode>();
        (await mediator.Send(new CreateFirstAdmin(code, "anna", "short"), TestContext.Current.CancellationToken)).ShouldBeOfType<CreateFirstAdminOutcome.Refused>().Reasons.ShouldBe(["PasswordTooShort"]);
        (await mediator.Send(new CreateFirstAdmin(code, "anna", ConsoleClient.Password), TestContext.Current.CancellationToken)).ShouldBeOfType<CreateFirstAdminOutcome.Created>();
    }

    [Fact]
    public async Task The_code_stays_the_same_over_restarts_and_only_its_hash_is_in_the_database()
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        string code;
        await using (var first = new TestHost((TestHost.DataFolderKey, folder)))
            code = await CodeAsync(first);

        await using (var second = new TestHost((TestHost.DataFolderKey, folder)))
        {
            (await CodeAsync(second)).ShouldBe(code);
            await using var scope = second.Services.CreateAsyncScope();
            var kept = await scope.ServiceProvider.GetRequiredService<PlatformDbContext>().SetupCodes.SingleAsync(TestContext.Current.CancellationToken);
            kept.Hash.Length.ShouldBe(64);
            kept.Hash.ShouldNotContain(code);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> CodeAsync(TestHost host)
    {
        _ = host.Server; // starts it
        return (await File.ReadAllTextAsync(CodeFile(host), TestContext.Current.CancellationToken)).Trim();
    }

    private static string CodeFile(TestHost host) => Path.Combine(host.DataFolder, "first-admin-code.txt");
}
