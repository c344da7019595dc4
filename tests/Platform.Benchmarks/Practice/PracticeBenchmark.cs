using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Benchmarks.Practice;

/// <summary>Many sessions at once on the engine alone, without a model and without a database: how long a turn takes.</summary>
internal static class PracticeBenchmark
{
    private const int StandardSessions = 200;
    private const int Turns = 12;

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var sessions = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : StandardSessions;
        Report.Machine();
        var scenes = new PracticeScenes();
        _ = Recognisers.Shipped();
        var keys = scenes.Community.Residents.SelectMany(r => scenes.Community.Cases.Where(c => c.Lang == r.Lang).Select(c => new SceneKey(ActCodes.CommunityFamily, r.Id, c.Id, Difficulty.Medium)))
            .Concat(scenes.Counselling.People.Select(p => new SceneKey(ActCodes.CounsellingFamily, p.Id, null, Difficulty.Medium))).ToList();
        var times = new ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, sessions).Select(n => Task.Run(async () =>
        {
            var scene = scenes.Compose(keys[n * 7919 % keys.Count]);
            var (_, state) = PracticePlay.Open(scene, n);
            for (var turn = 0; turn < Turns && state.End is null; turn++)
            {
                var said = scene.Trainees.Good[turn % scene.Trainees.Good.Count];
                var began = Stopwatch.GetTimestamp();
                state = PracticePlay.Take(scene, n, state, said, scenes.Recogniser.Recognise(said, scene.Key.Family, scene.Lang)).After;
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                await Task.Yield(); // sessions take turns, as people do
            }
        }, cancellationToken)));
        var sorted = times.Order().ToList();
        Report.Table(["sessions", "turns", "turns/s", "median ms", "p95 ms", "p99 ms", "max ms"],
            [[Report.Number(sessions), Report.Number(sorted.Count), Report.Number(sorted.Count / watch.Elapsed.TotalSeconds), Report.Number(Report.Percentile(sorted, 0.5), "N1"),
                Report.Number(Report.Percentile(sorted, 0.95), "N1"), Report.Number(Report.Percentile(sorted, 0.99), "N1"), Report.Number(sorted[^1], "N1")]]);
    }
}
