using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Platform.Data.Accounts;
using Platform.Data.Conversations;
using Platform.Data.Simulations;
using Platform.Scenarios.Accounts.Links;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Tests.Practice;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Accounts.Links;

public sealed class LinkChannelTests : SessionTest
{
    private const string Wrong = "ABCDE-FGHJ2";

    private static readonly ChannelPerson Teams = Person("msteams", "29:wang");
    private static readonly ChannelPerson WebChat = Person("directline", "dl_wang");
    private static readonly ChannelPerson Somebody = Person("msteams", "29:somebody");

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task What_was_practised_in_the_channel_before_the_code_is_the_accounts_and_its_trainer_sees_the_score()
    {
        var own = await PractiseAsync(Teams);
        var others = await PractiseAsync(Somebody);

        (await LinkAsync(Teams, await CodeAsync(Trainee))).ShouldBe(new LinkChannelOutcome.Linked(1));

        (await StoredAsync(others)).TraineeId.ShouldBeNull();
        (await AccountOfAsync(Teams)).ShouldBe(Trainee);
        (await TakeAsync(own, Good[0])).ShouldBeOfType<PracticeTurnOutcome.Answered>(); // as the account
        await EndAsync(own);
        var row = (await Fresh(db => new ListTraineeResultsHandler(db, Scenes).Handle(new ListTraineeResults(Trainer), Cancel))).ShouldHaveSingleItem();
        (row.Id, row.Trainee, row.Score.HasValue).ShouldBe((own, "wang", true));
    }

    [Fact]
    public async Task A_code_works_once_within_ten_minutes_and_until_the_next_one_is_made()
    {
        (await LinkAsync(Teams, Wrong)).ShouldBeOfType<LinkChannelOutcome.NoSuchCode>();

        var late = await CodeAsync(Trainee);
        _clock.Advance(TimeSpan.FromMinutes(10));
        (await LinkAsync(Teams, late)).ShouldBeOfType<LinkChannelOutcome.NoSuchCode>();

        var replaced = await CodeAsync(Trainee);
        var code = await CodeAsync(Trainee);
        (await LinkAsync(Teams, replaced)).ShouldBeOfType<LinkChannelOutcome.NoSuchCode>();
        (await LinkAsync(Teams, code.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal))).ShouldBeOfType<LinkChannelOutcome.Linked>();

        (await LinkAsync(Somebody, code)).ShouldBeOfType<LinkChannelOutcome.NoSuchCode>();
        (await AccountOfAsync(Somebody)).ShouldBeNull();
        (await LinkAsync(Teams, code)).ShouldBe(new LinkChannelOutcome.Linked(0)); // said once more by the same person
    }

    [Fact]
    public async Task An_account_has_several_channels_and_its_owner_takes_each_away()
    {
        await LinkAsync(Teams, await CodeAsync(Trainee));
        await LinkAsync(WebChat, await CodeAsync(Trainee));
        var links = await LinksAsync(Trainee);
        links.Select(link => link.Channel).ShouldBe(["msteams", "directline"], ignoreOrder: true);
        var inTeams = links.Single(link => link.Channel == "msteams");

        (await RemoveAsync(await AccountAsync("zhao", Roles.Trainee), inTeams.Id)).ShouldBeFalse();
        (await RemoveAsync(Trainee, inTeams.Id)).ShouldBeTrue();

        (await LinksAsync(Trainee)).ShouldHaveSingleItem().Channel.ShouldBe("directline");
        (await AccountOfAsync(Teams)).ShouldBeNull();
        (await AccountOfAsync(WebChat)).ShouldBe(Trainee);
    }

    [Fact]
    public async Task A_person_belongs_to_one_account_at_a_time_and_what_was_practised_stays_where_it_was()
    {
        var other = await AccountAsync("zhao", Roles.Trainee);
        var first = await PractiseAsync(Teams);
        await LinkAsync(Teams, await CodeAsync(Trainee));
        var code = await CodeAsync(other);

        (await LinkAsync(Teams, code)).ShouldBeOfType<LinkChannelOutcome.LinkedToAnother>();
        (await UnlinkAsync(Teams)).ShouldBeTrue();
        (await UnlinkAsync(Teams)).ShouldBeFalse();
        (await LinkAsync(Teams, code)).ShouldBe(new LinkChannelOutcome.Linked(0));

        (await AccountOfAsync(Teams)).ShouldBe(other);
        (await StoredAsync(first)).TraineeId.ShouldBe(Trainee);
    }

    [Fact]
    public async Task After_five_wrong_codes_none_is_looked_at_for_ten_minutes()
    {
        for (var attempt = 0; attempt < 5; attempt++)
            (await LinkAsync(Somebody, Wrong)).ShouldBeOfType<LinkChannelOutcome.NoSuchCode>();

        (await LinkAsync(Somebody, await CodeAsync(Trainee))).ShouldBeOfType<LinkChannelOutcome.TooManyWrong>();
        (await LinkAsync(Teams, await CodeAsync(Trainee))).ShouldBeOfType<LinkChannelOutcome.Linked>(); // another person is not kept waiting
        _clock.Advance(TimeSpan.FromMinutes(10));
        (await LinkAsync(Somebody, await CodeAsync(Trainee))).ShouldBeOfType<LinkChannelOutcome.Linked>();
    }

    [Fact]
    public async Task An_account_makes_five_codes_in_ten_minutes_at_most()
    {
        for (var made = 0; made < 5; made++)
            await CodeAsync(Trainee);

        (await MakeAsync(Trainee)).ShouldBeOfType<MakeLinkCodeOutcome.TooMany>().Again.ShouldBe(_clock.GetUtcNow().AddMinutes(10));
        _clock.Advance(TimeSpan.FromMinutes(10));
        (await MakeAsync(Trainee)).ShouldBeOfType<MakeLinkCodeOutcome.Made>();
    }

    [Fact]
    public async Task Neither_the_code_nor_the_person_can_be_read_from_what_is_kept_and_every_act_is_in_the_audit_log()
    {
        var code = await CodeAsync(Trainee);
        await LinkAsync(Somebody, Wrong);
        await LinkAsync(Teams, code);
        await UnlinkAsync(Teams);
        await LinkAsync(Teams, await CodeAsync(Trainee));

        (await Fresh(db => db.LinkCodes.AsNoTracking().Select(c => c.Hash).ToListAsync(Cancel))).ShouldAllBe(hash => hash.Length == 64 && hash != code);
        (await Fresh(db => db.ChannelLinks.AsNoTracking().SingleAsync(Cancel))).Person.ShouldNotContain("wang");
        var entries = await Fresh(db => db.AuditEntries.AsNoTracking().ToListAsync(Cancel));
        entries.Select(e => e.Act).Where(act => act.StartsWith("account.", StringComparison.Ordinal))
            .ShouldBe(["account.link-code", "account.link-refused", "account.link", "account.unlink", "account.link-code", "account.link"], ignoreOrder: true);
        entries.ShouldAllBe(e => !$"{e.Subject} {e.Figures}".Contains("wang") && !$"{e.Subject} {e.Figures}".Contains(code));
    }

    [Fact]
    public async Task A_danger_to_themselves_is_seen_also_of_somebody_who_speaks_in_the_session_of_another_account()
    {
        var session = await StartForAsync(await AccountAsync("zhao", Roles.Trainee), null);
        var conversation = Guid.CreateVersion7();

        (await TakeAsync(session, "您好", conversation: conversation)).ShouldBeOfType<PracticeTurnOutcome.NoSuchSession>();
        (await TakeAsync(session, Danger, conversation: conversation)).ShouldBeOfType<PracticeTurnOutcome.StoppedForSafety>().Text.ShouldContain("12356");
        (await TakeAsync(session, Danger, conversation: conversation)).ShouldBeOfType<PracticeTurnOutcome.StoppedForSafety>();

        (await StoredAsync(session)).PausedAt.ShouldBeNull(); // whose session it is goes on
        var note = await Fresh(db => db.SafetyNotes.AsNoTracking().SingleAsync(Cancel));
        (note.AccountId, note.SessionId, note.ConversationId, note.Finding).ShouldBe((Trainee, null, conversation, SafetyFinding.Open));
    }

    private static ChannelPerson Person(string channel, string user) =>
        ChannelPerson.Of(new Dialogue(ConversationId.New(), channel, null, user, [], new Heard("message", "hi") { Content = "{}" })).ShouldNotBeNull();

    private Task<Guid> PractiseAsync(ChannelPerson person) => StartForAsync(null, person.ChannelUser);

    private Task<Guid> StartForAsync(Guid? trainee, string? user) => Fresh(async db =>
        (await new StartPracticeHandler(db, Scenes, TimeProvider.System).Handle(new StartPractice(trainee, user, Key, ConsentsToTraining: false, 1), Cancel)).ShouldBeOfType<StartOutcome.Started>().Session);

    private Task<MakeLinkCodeOutcome> MakeAsync(Guid account) => Fresh(db => new MakeLinkCodeHandler(db, _clock).Handle(new MakeLinkCode(account), Cancel));

    private async Task<string> CodeAsync(Guid account) => (await MakeAsync(account)).ShouldBeOfType<MakeLinkCodeOutcome.Made>().Code;

    private Task<LinkChannelOutcome> LinkAsync(ChannelPerson person, string code) => Fresh(db => new LinkChannelHandler(db, _clock).Handle(new LinkChannel(person, code), Cancel));

    private Task<bool> UnlinkAsync(ChannelPerson person) => Fresh(db => new LinkRemoval(db, _clock).Handle(new UnlinkChannel(person), Cancel));

    private Task<bool> RemoveAsync(Guid account, Guid link) => Fresh(db => new LinkRemoval(db, _clock).Handle(new RemoveLink(account, link), Cancel));

    private Task<IReadOnlyList<ChannelLinkView>> LinksAsync(Guid account) => Fresh(db => new LinkReader(db).Handle(new ListLinks(account), Cancel));

    private Task<Guid?> AccountOfAsync(ChannelPerson person) => Fresh(db => new LinkReader(db).Handle(new FindLinkedAccount(person), Cancel));
}
