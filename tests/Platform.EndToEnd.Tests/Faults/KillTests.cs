using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Faults;

/// <summary>The server is killed (SIGKILL) again and again while people talk to it; what they were told stays true.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int People = 8;

    /// <summary>How often; the environment variable <c>PLATFORM_KILLS</c> gives another number.</summary>
    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("PLATFORM_KILLS") ?? "3", CultureInfo.InvariantCulture);

    [Fact]
    public async Task No_acknowledged_message_is_lost_none_is_answered_twice_and_order_is_kept_however_often_the_server_is_killed()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var port = Free.Port();
        var server = await ServerProcess.StartAsync(folder.Path, port, EchoServer.Settings);
        try
        {
            using var enough = new CancellationTokenSource();
            var people = new List<NumberedTalk>();
            for (var n = 0; n < People; n++)
                people.Add(await NumberedTalk.BeginAsync(server.Address, $"p{n}", cancellationToken));
            var talking = people.Select(person => person.TalkAsync(enough.Token, cancellationToken)).ToList();

            var dice = new Random(1);
            for (var kill = 0; kill < Kills; kill++)
            {
                await UnderLoadAsync(people, dice.Next(20, 200), cancellationToken);
                await server.KillAsync();
                await server.DisposeAsync();
                server = await ServerProcess.StartAsync(folder.Path, port, EchoServer.Settings);
            }

            await UnderLoadAsync(people, 50, cancellationToken);
            await enough.CancelAsync();
            await Task.WhenAll(talking);

            foreach (var person in people)
                await person.ShouldBeWholeAsync(cancellationToken);
            output.WriteLine($"{Kills} kills, {People} people: {people.Sum(p => p.Acknowledged)} messages acknowledged and answered once, {people.Sum(p => p.Repeated)} sent again because no answer came.");
            people.Sum(p => p.Repeated).ShouldBeGreaterThan(0, "No message was under way at any kill; this test then shows nothing.");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Returns in the middle of the talk, when so many more messages were acknowledged.</summary>
    private static async Task UnderLoadAsync(List<NumberedTalk> people, int more, CancellationToken cancellationToken)
    {
        var before = people.Sum(p => p.Acknowledged);
        for (var waited = Stopwatch.StartNew(); people.Sum(p => p.Acknowledged) < before + more; await Task.Delay(1, cancellationToken))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), "The server takes no messages.");
    }
}

/// <summary>Someone who says 1, 2, 3 …, repeats what was not acknowledged, and does not wait for answers.</summary>
internal sealed class NumberedTalk(DirectLineClient client, string name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public int Acknowledged { get; private set; }

    public int Repeated { get; private set; }

    public static async Task<NumberedTalk> BeginAsync(Uri server, string name, CancellationToken cancellationToken) =>
        new(await DirectLineClient.StartAsync(server, EchoServer.Secret, name, cancellationToken), name);

    public async Task TalkAsync(CancellationToken enough, CancellationToken cancellationToken)
    {
        while (!enough.IsCancellationRequested)
        {
            var text = Text(Acknowledged + 1);
            while (!await TrySayAsync(text, cancellationToken))
            {
                Repeated++;
                await Task.Delay(100, cancellationToken);
            }

            Acknowledged++;
            await Task.Delay(5, cancellationToken);
        }
    }

    /// <summary>Everything that was acknowledged is there once, in order, and has one answer, in the same order.</summary>
    public async Task ShouldBeWholeAsync(CancellationToken cancellationToken)
    {
        var expected = Enumerable.Range(1, Acknowledged).Select(Text).ToList();
        var until = DateTime.UtcNow + Patience;
        IReadOnlyList<JsonObject> activities;
        do
        {
            await Task.Delay(100, cancellationToken);
            (activities, _) = await client.ReadAsync(null, cancellationToken);
        }
        while (activities.Count(IsReply) < Acknowledged && DateTime.UtcNow < until);

        var said = activities.Where(a => !IsReply(a) && !EchoServer.IsGreeting(a)).ToList();
        said.Select(TextOf).ShouldBe(expected, $"what {name} said");
        activities.Where(IsReply).Select(TextOf).ShouldBe(expected, $"what {name} was answered");
        activities.Where(IsReply).Select(a => (string?)a["replyToId"]).ShouldBe(said.Select(a => (string?)a["id"]), $"what each answer to {name} answers");
    }

    private async Task<bool> TrySayAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            var (status, _) = await client.PostAsync(text, text, cancellationToken);
            return (int)status is >= 200 and < 300;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false; // whether it arrived is not known: exactly what is to be shown harmless
        }
    }

    private string Text(int number) => string.Create(CultureInfo.InvariantCulture, $"{name} says {number}");

    private static bool IsReply(JsonObject activity) => EchoServer.IsAnswer(activity);

    private static string? TextOf(JsonObject activity) => (string?)activity["text"];
}
