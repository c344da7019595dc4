using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Scenarios.Improvement;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Tests.Practice;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Improvement;

public sealed class AcceptedPairsTests : SessionTest
{
    [Fact]
    public async Task An_accepted_pair_becomes_a_row_to_prefer_by_and_is_exported_as_one()
    {
        var session = await BranchedAsync();
        (await BuildAsync()).ShouldBeOfType<BuildDatasetOutcome.Nothing>(); // nobody has agreed yet
        var pair = (await Fresh(db => new ListPreferencePairsHandler(db, Scenes).Handle(new ListPreferencePairs(Trainer), Cancel))).ShouldHaveSingleItem();
        await DecideAsync(pair.Id, accepted: true);

        var built = (await BuildAsync()).ShouldBeOfType<BuildDatasetOutcome.Built>().Version;

        var row = (await Fresh(db => new ReadDatasetHandler(db).Handle(new ReadDataset(built.Id), Cancel))).ShouldNotBeNull().Rows.ShouldHaveSingleItem();
        (row.Conversation, row.Review, row.Exists).ShouldBe((session, pair.Id, true));
        row.Messages.Select(message => message.Role).ShouldBe(["user", "assistant"]);
        (row.Messages[0].Content, row.Messages[1].Content, row.Rejected).ShouldBe((pair.Heard, pair.Better, pair.Worse));
        using var folder = new TemporaryFolder();
        (await Fresh(db => new ExportDatasetHandler(db).Handle(new ExportDataset(built.Id, folder.Path), Cancel))).ShouldBeTrue();
        var line = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "train.jsonl"))).RootElement;
        (line.GetProperty("messages").GetArrayLength(), line.GetProperty("chosen").GetString(), line.GetProperty("rejected").GetString()).ShouldBe((1, pair.Better, pair.Worse));
        (await BuildAsync()).ShouldBeOfType<BuildDatasetOutcome.Unchanged>();
    }

    [Fact]
    public async Task A_declined_pair_is_counted_and_left_out()
    {
        await BranchedAsync();
        await DecideAsync((await Fresh(db => db.PreferencePairs.SingleAsync(Cancel))).Id, accepted: false);

        (await BuildAsync()).ShouldBeOfType<BuildDatasetOutcome.Nothing>().Refused.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["declined"] = 1 });
    }

    /// <summary>A session that went well and, from its beginning again, badly.</summary>
    private async Task<Guid> BranchedAsync()
    {
        var session = await StartAsync(consents: true);
        foreach (var utterance in Good.Take(3))
            await TakeAsync(session, utterance);
        await EndAsync(session);
        var first = await Fresh(db => db.PracticeTurns.OrderBy(t => t.At).FirstAsync(Cancel));
        (await Fresh(db => new BranchPracticeHandler(db).Handle(new BranchPractice(session, Trainee, first.Id), Cancel))).ShouldBeTrue();
        foreach (var utterance in Scenes.Compose(Key).Trainees.Bad.Take(3))
            await TakeAsync(session, utterance);
        await EndAsync(session);
        return session;
    }

    private Task<BuildDatasetOutcome> BuildAsync() => Fresh(db => new BuildDatasetHandler(db, TimeProvider.System).Handle(new BuildDataset("pairs", null, 0, null) { OfPairs = true }, Cancel));

    private Task<bool> DecideAsync(Guid pair, bool accepted) => Fresh(db => new DecidePreferencePairHandler(db).Handle(new DecidePreferencePair(pair, Trainer, accepted), Cancel));
}
