using System.CommandLine;
using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Acceptance;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform simulate play|accept|check</c>: practice on simulated people without a server.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var command = new Command("simulate", "Plays simulated people in the terminal, tests them, checks their files.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(Play());
        command.Add(Accept());
        command.Add(Check());
        return command;
    }

    private static Command Play()
    {
        var persona = new Option<string?>("--persona") { Description = "A resident, for example zhou-guilan." };
        var matter = new Option<string?>("--case") { Description = "A case, for example night-mahjong." };
        var helpSeeker = new Option<string?>("--help-seeker") { Description = "A help-seeker, for example lin-xiaoyu; instead of --persona and --case." };
        var crisis = new Option<bool>("--crisis") { Description = "The help-seeker's variant with a risk." };
        var difficulty = new Option<Difficulty>("--difficulty") { Description = "easy, medium or hard.", DefaultValueFactory = _ => Difficulty.Medium };
        var seed = new Option<long>("--seed") { Description = "The same seed and the same words give the same session.", DefaultValueFactory = _ => 1 };
        var trainee = new Option<string?>("--trainee") { Description = "good, ordinary or bad: a scripted trainee plays; left out, you type." };
        trainee.AcceptOnlyFromAmong("good", "ordinary", "bad");
        var command = new Command("play", "Plays one session and scores it.") { persona, matter, helpSeeker, crisis, difficulty, seed, trainee };
        command.SetAction((parsed, cancellationToken) => InWords(async () =>
        {
            var scene = SceneOf(parsed.GetValue(persona), parsed.GetValue(matter), parsed.GetValue(helpSeeker), parsed.GetValue(difficulty), parsed.GetValue(crisis));
            IReadOnlyList<string>? lines = parsed.GetValue(trainee) switch { "good" => scene.Trainees.Good, "ordinary" => scene.Trainees.Ordinary, "bad" => scene.Trainees.Bad, _ => null };
            return await PlayAsync(scene, parsed.GetValue(seed), lines, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> PlayAsync(Scene scene, long seed, IReadOnlyList<string>? lines, CancellationToken cancellationToken)
    {
        var recogniser = Recognisers.Shipped();
        var (reply, opening) = PracticePlay.Open(scene, seed);
        Console.WriteLine(scene.Said($"【模拟练习】{scene.Title} · {scene.Name} · {scene.Situation}\n目标：{scene.Goal}", $"[Simulation] {scene.Title} · {scene.Name} · {scene.Situation}\nGoal: {scene.Goal}"));
        Console.WriteLine($"\n{SessionPrint.Reply(scene, reply)}\n    {SessionPrint.State(opening.State)}");
        var (state, turns) = (opening, new List<PlayTurn>());
        while (state.End is null)
        {
            if (lines is null)
                Console.Write("\n> ");
            var said = lines is null ? await Console.In.ReadLineAsync(cancellationToken) : turns.Count < lines.Count ? lines[turns.Count] : null;
            if (said is null)
                break;
            if (string.IsNullOrWhiteSpace(said))
                continue;
            if (lines is not null)
                Console.WriteLine($"\n> {said}");
            turns.Add(PracticePlay.Take(scene, seed, state, said, recogniser.Recognise(said, scene.Key.Family, scene.Lang)));
            state = turns[^1].After;
            Console.WriteLine(SessionPrint.Turn(scene, turns[^1]));
        }

        Console.WriteLine(SessionPrint.Score(scene, SessionScorer.Score(scene, Rubrics.Shipped().For(scene.Key), opening, turns)));
        return 0;
    }

    private static Command Accept()
    {
        var seeds = new Option<int>("--seeds") { Description = "Triples of scripted sessions for each scene.", DefaultValueFactory = _ => 3 };
        var only = new Option<string[]>("--only") { Description = "Only scenes with these residents, cases or help-seekers.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("accept", "Plays every person against its scripted trainees and prints a sheet; ends with 1 when one of them may not be released.") { seeds, only };
        command.SetAction((parsed, cancellationToken) => InWords(() =>
        {
            var wanted = parsed.GetValue(only) ?? [];
            var run = new AcceptanceRun(Recognisers.Shipped(), Rubrics.Shipped());
            var numbers = Enumerable.Range(1, parsed.GetValue(seeds)).Select(seed => (long)seed).ToList();
            var sheets = Scenes().Where(scene => wanted.Length == 0 || wanted.Contains(scene.Key.Persona, StringComparer.Ordinal) || wanted.Contains(scene.Key.Case, StringComparer.Ordinal))
                .Select(scene => run.Run(scene, numbers, cancellationToken)).ToList();
            Console.WriteLine(SessionPrint.Sheet(sheets));
            return Task.FromResult(sheets.Count > 0 && sheets.All(sheet => sheet.Released) ? 0 : 1);
        }));
        return command;
    }

    private static Command Check()
    {
        var command = new Command("check", "Reads every authored file and prints each problem.");
        command.SetAction((_, _) => InWords(async () =>
        {
            var (files, problems) = AuthoredFiles.Check(AppContext.BaseDirectory);
            foreach (var problem in problems)
                await Console.Error.WriteLineAsync(problem);
            Console.WriteLine($"{files} files read, {problems.Count} refused.");
            return problems.Count == 0 ? 0 : 1;
        }));
        return command;
    }

    private static Scene SceneOf(string? persona, string? matter, string? helpSeeker, Difficulty difficulty, bool crisis) => (persona, matter, helpSeeker) switch
    {
        (null, null, { } person) => CounselingScenes.Shipped().Compose(person, difficulty, crisis),
        ({ } person, { } found, null) => CommunityScenes.Shipped().Compose(person, found, difficulty),
        _ => throw new StartupException("Say whom to play: --persona NAME --case NAME, or --help-seeker NAME."),
    };

    /// <summary>Every scene that can be played, at medium difficulty.</summary>
    private static IEnumerable<Scene> Scenes()
    {
        var community = CommunityScenes.Shipped();
        foreach (var person in community.Residents)
            foreach (var matter in community.Cases.Where(matter => matter.Lang == person.Lang))
                yield return community.Compose(person.Id, matter.Id, Difficulty.Medium);
        var counselling = CounselingScenes.Shipped();
        foreach (var person in counselling.People)
        {
            yield return counselling.Compose(person.Id, Difficulty.Medium);
            if (person.Crisis is not null)
                yield return counselling.Compose(person.Id, Difficulty.Medium, crisis: true);
        }
    }

    private static Task<int> InWords(Func<Task<int>> work) => CommandLine.Guarded(async () =>
    {
        try
        {
            return await work();
        }
        catch (Exception wrong) when (wrong is ContentException or KeyNotFoundException)
        {
            throw new StartupException(wrong.Message, wrong);
        }
    });
}
