using System.Diagnostics;
using System.Globalization;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Scenarios;
using Platform.Scenarios.Reviews;
using Platform.Testing;

namespace Platform.Benchmarks.Search;

/// <summary>The console's list of conversations, filtered and searched, beside one look through all texts with <c>LIKE</c>.</summary>
internal static class SearchBenchmark
{
    private const int StandardConversations = 100_000;
    private const int StandardRounds = 20;
    private const int PageSize = 50;

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var conversations = Figure(args, 0, StandardConversations);
        var rounds = Figure(args, 1, StandardRounds);
        Report.Machine();
        using var folder = new TemporaryFolder();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Platform:DataFolder", folder.Path)]).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging()
            .AddPlatformData(configuration).AddPlatformScenarios().BuildServiceProvider();
        var contexts = services.GetRequiredService<IDbContextFactory<PlatformDbContext>>();
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            await db.Database.MigrateAsync(cancellationToken);
        var newest = await HeldDialogues.FillAsync(contexts, conversations, cancellationToken);
        Console.WriteLine($"{Report.Number(conversations)} conversations, {Report.Number(new FileInfo(Path.Combine(folder.Path, "platform.db")).Length / 1e6)} MB, {rounds} rounds.{Environment.NewLine}");

        var mediator = services.GetRequiredService<IMediator>();
        var rows = new List<string[]>();
        foreach (var (name, filter) in Searches(newest))
            rows.Add([name, .. await MeasureAsync(mediator, contexts, filter, rounds, cancellationToken)]);
        Report.Table(["search", "found", "p50 ms", "p95 ms", "LIKE scan p50 ms", "p95 ms", "ratio of p50"], rows);

        var rare = new ConversationFilter { Text = HeldDialogues.InOneOfThousand };
        var first = (await mediator.Send(new ListConversations(rare, 0, 1), cancellationToken)).Rows is [var row, ..] ? row.Id : Guid.Empty;
        var steps = await TimesAsync(rounds, () => mediator.Send(new NextConversation(rare, first, Backwards: false), cancellationToken));
        Report.Table(["to the next found one (J)", "p50 ms", "p95 ms"], [["in one of 1,000", .. Cells(steps)]]);
        SqliteConnection.ClearAllPools();
    }

    private static IEnumerable<(string Name, ConversationFilter Filter)> Searches(DateTimeOffset newest) =>
    [
        ("all, newest first", new ConversationFilter()),
        ("not reviewed yet", new ConversationFilter { Review = ReviewState.New }),
        ("one channel, last day", new ConversationFilter { Channel = "msteams", From = newest.AddDays(-1) }),
        ("answered by the bot", new ConversationFilter { Handling = Handling.Bot }),
        ("word in one of 5", new ConversationFilter { Text = HeldDialogues.InOneOfFive }),
        ("word in one of 50", new ConversationFilter { Text = HeldDialogues.InOneOfFifty }),
        ("word in one of 1,000", new ConversationFilter { Text = HeldDialogues.InOneOfThousand }),
        ("word in one of 1,000, last day", new ConversationFilter { Text = HeldDialogues.InOneOfThousand, From = newest.AddDays(-1) }),
        ("word that is nowhere", new ConversationFilter { Text = HeldDialogues.Nowhere }),
    ];

    private static async Task<string[]> MeasureAsync(IMediator mediator, IDbContextFactory<PlatformDbContext> contexts, ConversationFilter filter, int rounds, CancellationToken cancellationToken)
    {
        var found = (await mediator.Send(new ListConversations(filter, 0, PageSize), cancellationToken)).Count; // the first one warms what every later one uses
        var console = await TimesAsync(rounds, () => mediator.Send(new ListConversations(filter, 0, PageSize), cancellationToken));
        if (filter.Text is not { } text)
            return [Report.Number(found), .. Cells(console), "–", "–", "–"];

        await ScanAsync(contexts, text, cancellationToken);
        var scan = await TimesAsync(rounds, () => ScanAsync(contexts, text, cancellationToken));
        return [Report.Number(found), .. Cells(console), .. Cells(scan), Report.Number(Report.Percentile(console, 0.5) / Report.Percentile(scan, 0.5), "N2")];
    }

    private static async Task<int> ScanAsync(IDbContextFactory<PlatformDbContext> contexts, string text, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pattern = $"%{text}%";
        return await db.Database.SqlQuery<int>($"""SELECT COUNT(DISTINCT "ConversationId") AS "Value" FROM "Turns" WHERE "Text" LIKE {pattern}""").SingleAsync(cancellationToken);
    }

    /// <returns>Milliseconds, ascending.</returns>
    private static async Task<IReadOnlyList<double>> TimesAsync(int rounds, Func<Task> act)
    {
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            await act();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return [.. times.Order()];
    }

    private static string[] Cells(IReadOnlyList<double> sorted) => [Report.Number(Report.Percentile(sorted, 0.5), "N1"), Report.Number(Report.Percentile(sorted, 0.95), "N1")];

    private static int Figure(string[] args, int place, int standard) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : standard;
}
