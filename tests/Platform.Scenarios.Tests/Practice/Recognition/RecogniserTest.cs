using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Recognition;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Tests.Practice.Recognition;

/// <summary>A recogniser of few and plain utterances, and sessions in which other utterances were said.</summary>
/// <remarks>Animals shelter under bamboo: empathy. Kites drift: restating. Kites with lanterns: nobody has labelled them.</remarks>
public abstract class RecogniserTest : SessionTest
{
    protected const string Family = ActCodes.CommunityFamily;
    protected const string Lang = "zh";

    private static readonly string[] Learned = ["duck", "goose", "rabbit", "cat", "dog", "cow", "sheep", "pigeon", "swallow", "sparrow", "cricket", "frog"];
    private static readonly string[] HeldOut = ["horse", "fox", "hen", "mouse"];

    protected static IReadOnlyList<string> Bamboos { get; } = [.. Learned.Select(Bamboo)];

    protected static IReadOnlyList<string> Kites { get; } = [.. Learned.Select(Kite)];

    protected static IReadOnlyList<string> Lanterns { get; } = [.. Learned.Select(Lantern)];

    protected static string UnseenLantern { get; } = Lantern("horse");

    private protected static ActMaterial Material { get; } = new(
        [.. Labelled(Bamboos, ActCodes.Empathy), .. Labelled(Kites, ActCodes.Restating)],
        [.. Labelled([.. HeldOut.Select(Bamboo)], ActCodes.Empathy), .. Labelled([.. HeldOut.Select(Kite)], ActCodes.Restating)]);

    /// <summary>What the program hears with; another instance is the program started again.</summary>
    protected PracticeScenes Hearing { get; } = new();

    private protected RecogniserFolder Folder => new(Options.Create(new DataOptions { DataFolder = DataFolder }));

    private protected RecognisersInService Service(PracticeScenes scenes) => new(Folder, scenes, TimeProvider.System, NullLogger<RecognisersInService>.Instance);

    private protected Task<TrainRecogniserOutcome> TrainAsync(TrainerScope? by = null, ActMaterial? material = null) =>
        Fresh(db => new TrainRecogniserHandler(db, Folder, Service(Hearing), material ?? Material, TimeProvider.System).Handle(new TrainRecogniser(Family, Lang, by), Cancel));

    private protected Task<RollBackRecogniserOutcome> RollBackAsync(string? version = null, TrainerScope? by = null) =>
        Fresh(db => new RollBackRecogniserHandler(db, Folder, Service(Hearing), TimeProvider.System).Handle(new RollBackRecogniser(Family, Lang, version, by), Cancel));

    private protected Task<CorrectionsToLearn> CorrectionsAsync() => Fresh(db => new AcceptedCorrections(db).ReadAsync(Family, Lang, Cancel));

    /// <summary>A session in which all this was said, and a trainer found an act in each.</summary>
    private protected async Task<IReadOnlyList<Guid>> CorrectedAsync(IReadOnlyList<string> said, string act, bool consents = true)
    {
        var session = await StartAsync(consents);
        await TakeAsync(session, Good[0]);
        var turns = await Fresh(async db =>
        {
            var heard = PracticeJson.Read<PlayTurn>((await db.PracticeTurns.SingleAsync(t => t.SessionId == session, Cancel)).Content);
            var rows = said.Select(text => new PracticeTurn { SessionId = session, Key = text, Content = PracticeJson.Write(heard with { Utterance = text, Acts = [] }), At = TimeProvider.System.GetUtcNow() }).ToList();
            db.PracticeTurns.AddRange(rows);
            await db.SaveChangesAsync(Cancel);
            return rows.ConvertAll(row => row.Id);
        });
        foreach (var turn in turns)
            await Fresh(db => new CorrectActsHandler(db, TimeProvider.System).Handle(new CorrectActs(session, turn, Trainer, [act]), Cancel));
        return turns;
    }

    private static string Bamboo(string animal) => $"the bamboo on the hill shelters a {animal}";

    private static string Kite(string animal) => $"paper kites drift above the lake like a {animal}";

    private static string Lantern(string animal) => $"paper kites hold the lantern of the lighthouse near a {animal}";

    private static IEnumerable<Utterance> Labelled(IReadOnlyList<string> texts, string act) =>
        texts.Select(text => new Utterance { Text = text, Lang = Lang, Family = Family, Acts = [new LabelledAct(act, 0, text.Length)] });
}
