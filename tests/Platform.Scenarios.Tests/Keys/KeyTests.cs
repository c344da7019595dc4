using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Scenarios.Accounts;
using Platform.Scenarios.Keys;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Keys;

public sealed class KeyTests
{
    private static readonly Guid Dora = Guid.CreateVersion7();
    private static readonly Guid Emil = Guid.CreateVersion7();

    [Fact]
    public async Task A_key_is_told_once_and_only_its_hash_is_kept()
    {
        await using var host = new TestHost();

        var key = await Send(host, new CreateKey("App", ApiEnvironment.Live, ApiScopes.All, Dora));

        key.Secret.ShouldStartWith("pk-live-");
        key.Secret.Length.ShouldBeGreaterThan(50); // 256 bits
        await using var db = await Database(host);
        var kept = await db.ApiKeys.SingleAsync(Cancel);
        kept.Hash.ShouldBe(KeySecret.Hash(key.Secret));
        key.Secret.ShouldStartWith(kept.Prefix);
        (await Bytes(host)).ShouldNotContain(key.Secret[12..]);
        (await Send(host, new FindKey(kept.Hash)))!.Key.IsUsable(DateTimeOffset.UtcNow).ShouldBeTrue();
        (await Send(host, new FindKey(KeySecret.Hash(key.Secret + "x")))).ShouldBeNull();
    }

    [Fact]
    public async Task A_sandbox_key_has_limits_and_an_end_unless_told_otherwise()
    {
        await using var host = new TestHost();

        await Send(host, new CreateKey("Try", ApiEnvironment.Sandbox, ApiScopes.Chat, Dora) { RequestsPerMinute = 5 });

        var row = (await Send(host, new ListKeys(Dora))).ShouldHaveSingleItem();
        row.RequestsPerMinute.ShouldBe(5);
        row.RequestsPerDay.ShouldBe(KeyDefaults.RequestsPerDay);
        row.TokensPerDay.ShouldBe(KeyDefaults.TokensPerDay);
        row.ExpiresAt.ShouldNotBeNull().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddDays(29));
    }

    [Fact]
    public async Task The_keys_of_an_account_that_an_admin_locked_are_not_found_until_it_is_unlocked()
    {
        await using var host = new TestHost();
        var (name, owner) = await ConsoleClient.MakeAccountAsync(host, Roles.Developer);
        var key = await Send(host, new CreateKey("App", ApiEnvironment.Live, ApiScopes.All, owner));
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            await accounts.SetLockoutEndDateAsync((await accounts.FindByNameAsync(name))!, DateTimeOffset.UtcNow.AddMinutes(5)); // wrong passwords stop no application
        }

        await Find(host, key.Secret);
        await Send(host, new ChangeAccount(owner, [Roles.Developer], Locked: true, Guid.Empty));
        (await Send(host, new FindKey(KeySecret.Hash(key.Secret)))).ShouldBeNull();
        await Send(host, new ChangeAccount(owner, [Roles.Developer], Locked: false, Guid.Empty));
        await Find(host, key.Secret);
    }

    [Fact]
    public async Task A_developer_reaches_only_their_own_keys_and_an_admin_all()
    {
        await using var host = new TestHost();
        var key = await Send(host, new CreateKey("Dora's", ApiEnvironment.Live, ApiScopes.All, Dora));

        (await Send(host, new ListKeys(Emil))).ShouldBeEmpty();
        (await Send(host, new ChangeKey(key.Id, KeyChange.Revoke, Emil, Emil))).ShouldBe(ChangeKeyOutcome.NoSuchKey);
        (await Send(host, new RotateKey(key.Id, TimeSpan.Zero, Emil, Emil))).ShouldBeOfType<RotateKeyOutcome.NoSuchKey>();
        (await Send(host, new ChangeKey(key.Id, KeyChange.Revoke, Owner: null, Emil))).ShouldBe(ChangeKeyOutcome.Changed);

        (await Send(host, new ListKeys(Dora))).ShouldHaveSingleItem().State(DateTimeOffset.UtcNow).ShouldBe(KeyState.Revoked);
        (await Send(host, new ChangeKey(key.Id, KeyChange.Enable, Owner: null, Emil))).ShouldBe(ChangeKeyOutcome.Revoked); // for ever
    }

    [Fact]
    public async Task A_rotated_key_and_its_successor_work_side_by_side_for_the_overlap()
    {
        await using var host = new TestHost();
        var old = await Send(host, new CreateKey("App", ApiEnvironment.Live, ApiScopes.Chat | ApiScopes.Models, Dora) { Models = ["small"], TokensPerDay = 9 });

        var rotated = (await Send(host, new RotateKey(old.Id, TimeSpan.FromHours(1), Dora, Dora))).ShouldBeOfType<RotateKeyOutcome.Rotated>();

        var now = DateTimeOffset.UtcNow;
        var (before, after) = ((await Find(host, old.Secret)).Key, (await Find(host, rotated.Key.Secret)).Key);
        before.IsUsable(now).ShouldBeTrue();
        before.IsUsable(now.AddHours(2)).ShouldBeFalse();
        after.IsUsable(now.AddHours(2)).ShouldBeTrue();
        after.Scopes.ShouldBe(ApiScopes.Chat | ApiScopes.Models);
        after.Models.ShouldBe(["small"]);
        after.TokensPerDay.ShouldBe(9);
    }

    [Fact]
    public async Task Usage_is_added_up_by_key_model_and_day()
    {
        await using var host = new TestHost();
        var key = await Send(host, new CreateKey("App", ApiEnvironment.Live, ApiScopes.All, Dora));
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var at = DateTimeOffset.UtcNow;

        await Send(host, new RecordUsage([new(key.Id, "a", today, 2, 1, 10, 4, 5, at), new(key.Id, "b", today, 1, 0, 1, 0, 1, at)]));
        var totals = await Send(host, new RecordUsage([new(key.Id, "a", today, 1, 0, 20, 0, 7, at), new(key.Id, "a", today.AddDays(-1), 9, 0, 9, 9, 9, at)]));

        totals[key.Id].ShouldBe(new UsedToday(today, 4, 44));
        var rows = await Send(host, new ReadUsage(today, today, key.Id, Dora));
        rows.Select(r => (r.Model, r.Requests, r.Errors, r.PromptTokens, r.CachedTokens, r.CompletionTokens)).ShouldBe([("a", 3, 1, 30, 4, 12), ("b", 1, 0, 1, 0, 1)]);
        (await Send(host, new ReadUsage(today, today, null, Emil))).ShouldBeEmpty();
        (await Send(host, new ListKeys(Dora))).ShouldHaveSingleItem().LastUsedAt.ShouldBe(at);
    }

    [Theory]
    [InlineData("", "https://a.example", 1)]
    [InlineData("App", "a.example", 1)]
    [InlineData("App", "https://a.example/path", 1)]
    [InlineData("App", "https://a.example", 0)]
    public async Task What_cannot_be_a_key_is_refused(string name, string origin, int perMinute)
    {
        await using var host = new TestHost();

        await Should.ThrowAsync<ValidationException>(() =>
            Send(host, new CreateKey(name, ApiEnvironment.Live, ApiScopes.All, Dora) { Origins = [origin], RequestsPerMinute = perMinute }));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<FoundKey> Find(TestHost host, string secret) => (await Send(host, new FindKey(KeySecret.Hash(secret)))).ShouldNotBeNull();

    private static Task<T> Send<T>(TestHost host, IRequest<T> message) => host.Services.GetRequiredService<IMediator>().Send(message, Cancel);

    private static Task<PlatformDbContext> Database(TestHost host) => host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(Cancel);

    /// <summary>Everything that the database has written, as text.</summary>
    private static async Task<string> Bytes(TestHost host)
    {
        var text = new System.Text.StringBuilder();
        foreach (var file in Directory.EnumerateFiles(host.DataFolder, "platform.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            text.Append(await reader.ReadToEndAsync(Cancel));
        }

        return text.ToString();
    }
}
