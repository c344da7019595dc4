using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Platform.Bots.Tests.Channels.DirectLine;
using Platform.Data.Accounts;
using Platform.Scenarios.Accounts.Links;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation.Characters;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Practice;

public sealed class LinkedPracticeTests
{
    [Fact]
    public async Task A_code_in_the_middle_of_a_practice_makes_it_the_accounts_and_it_goes_on()
    {
        await using var host = DirectLineHost.Start();
        var account = await AccountAsync(host);
        var conversation = await host.ConverseAsync();
        await conversation.SayAsync("practise Frank Doyle");
        await conversation.UntilAsync(all => all.Count == 3);

        await conversation.SayAsync($"link {await CodeAsync(host, account)}");
        var linked = (await conversation.UntilAsync(all => all.Count == 5))[4]["text"]!.ToString();
        await conversation.SayAsync("Calm down, there is no need to shout.");
        var answer = (await conversation.UntilAsync(all => all.Count == 7))[6]["text"]!.ToString();
        await conversation.SayAsync("end practice");
        var result = (await conversation.UntilAsync(all => all.Count == 9))[8]["text"]!.ToString();

        linked.ShouldContain("taken over: 1");
        answer.ShouldNotContain("another account");
        result.ShouldContain("of 100");
        var row = (await Send(host, new ListTraineeResults(new TrainerScope(Guid.NewGuid(), IsAdmin: true)))).ShouldHaveSingleItem();
        (row.Trainee, row.Score.HasValue).ShouldBe(("wang", true));
    }

    [Fact]
    public async Task What_a_trainer_assigned_is_what_is_practised_in_the_channel_and_done_there()
    {
        await using var host = DirectLineHost.Start();
        var account = await AccountAsync(host);
        var trainer = new TrainerScope(Guid.NewGuid(), IsAdmin: true);
        var given = host.Services.GetRequiredService<PracticeScenes>().Find("Frank Doyle", 0).ShouldNotBeNull() with { Difficulty = Difficulty.Hard };
        (await Send(host, new GiveAssignment(trainer, [account], given, DueAt: null, Note: null))).ShouldBe(1);
        var conversation = await host.ConverseAsync();

        await conversation.SayAsync($"link {await CodeAsync(host, account)}");
        await conversation.UntilAsync(all => all.Count == 3);
        await conversation.SayAsync("practise Frank Doyle");
        await conversation.UntilAsync(all => all.Count == 5);
        await conversation.SayAsync("Good morning, please sit down and tell me what happened.");
        await conversation.UntilAsync(all => all.Count == 7);
        await conversation.SayAsync("end practice");
        await conversation.UntilAsync(all => all.Count == 9);

        (await Send(host, new ListAssignments(account, null))).ShouldHaveSingleItem().Done.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_unlinks_in_the_middle_of_a_practice_leaves_it_to_the_account()
    {
        await using var host = DirectLineHost.Start();
        var account = await AccountAsync(host);
        var conversation = await host.ConverseAsync();
        await conversation.SayAsync($"link {await CodeAsync(host, account)}");
        await conversation.UntilAsync(all => all.Count == 3);
        await conversation.SayAsync("practise Frank Doyle");
        await conversation.UntilAsync(all => all.Count == 5);

        await conversation.SayAsync("unlink");
        await conversation.UntilAsync(all => all.Count == 7);
        await conversation.SayAsync("Please sit down.");

        (await conversation.UntilAsync(all => all.Count == 9))[8]["text"]!.ToString().ShouldContain("another account");
        (await Send(host, new ListLinks(account))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_whom_only_the_client_names_cannot_be_linked()
    {
        await using var host = DirectLineHost.Start();
        var account = await AccountAsync(host);
        var conversation = await host.ConverseAsync(user: null);

        await conversation.SayAsync($"link {await CodeAsync(host, account)}");
        await conversation.UntilAsync(all => all.Any(activity => activity["text"]?.ToString().Contains("cannot be confirmed", StringComparison.Ordinal) == true));

        (await Send(host, new ListLinks(account))).ShouldBeEmpty();
    }

    private static async Task<Guid> AccountAsync(DirectLineHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = new Account { UserName = "wang", CreatedAt = DateTimeOffset.UtcNow };
        (await accounts.CreateAsync(account)).Succeeded.ShouldBeTrue();
        (await accounts.AddToRoleAsync(account, Roles.Trainee)).Succeeded.ShouldBeTrue();
        return account.Id;
    }

    private static async Task<string> CodeAsync(DirectLineHost host, Guid account) => (await Send(host, new MakeLinkCode(account))).ShouldBeOfType<MakeLinkCodeOutcome.Made>().Code;

    private static Task<T> Send<T>(DirectLineHost host, IRequest<T> message) => host.Services.GetRequiredService<IMediator>().Send(message, TestContext.Current.CancellationToken);
}
