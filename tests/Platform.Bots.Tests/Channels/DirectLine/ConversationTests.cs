using System.Net;
using System.Text.Json.Nodes;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.DirectLine;

public sealed class ConversationTests
{
    [Fact]
    public async Task A_conversation_starts_once_and_says_so_by_its_status()
    {
        await using var host = DirectLineHost.Start();
        var token = (await host.PostAsync("tokens/generate", body: new { user = new { id = "dl_anna" } }))["token"];

        var first = await host.PostAsync("conversations", token);
        var second = await host.PostAsync("conversations", token);

        first.Status.ShouldBe(HttpStatusCode.Created);
        second.Status.ShouldBe(HttpStatusCode.OK);
        second["conversationId"].ShouldBe(first["conversationId"]);
        first["streamUrl"].ShouldStartWith($"ws://{host.Address.Authority}/v3/directline/conversations/{first["conversationId"]}/stream?");
    }

    [Fact]
    public async Task A_secret_starts_a_new_conversation_each_time()
    {
        await using var host = DirectLineHost.Start();

        var first = await host.PostAsync("conversations", body: """{"user":{"id":"anna"},"locale":"en-US"}""");
        var second = await host.PostAsync("conversations");

        string.Equals(second["conversationId"], first["conversationId"], StringComparison.Ordinal).ShouldBeFalse();
        (await host.PostAsync("conversations", body: """{"user":{"id":"dl_forged"}}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Behind_a_proxy_the_stream_address_is_the_public_one()
    {
        await using var host = DirectLineHost.Start(("Platform:PublicUrl", "https://bot.example.org/chat"));

        var started = await host.PostAsync("conversations");

        started["streamUrl"].ShouldStartWith("wss://bot.example.org/chat/v3/directline/conversations/");
    }

    [Fact]
    public async Task A_known_person_is_greeted_once_however_many_clients_start_at_once()
    {
        await using var host = DirectLineHost.Start();
        var token = (await host.PostAsync("tokens/generate", body: new { user = new { id = "dl_anna" } }))["token"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.PostAsync("conversations", token)));

        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(1);
        var conversation = new Conversation(host, answers[0]["conversationId"], answers[0]["token"], answers[0]["streamUrl"]);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => conversation.SayAsync($"hello {i}")));
        var seen = await conversation.UntilAsync(all => all.Count == 17);
        seen.Count(a => a["text"]!.ToString() == "Welcome").ShouldBe(1);
        seen[0]["text"]!.ToString().ShouldBe("Welcome");
    }

    [Fact]
    public async Task A_person_who_is_not_known_at_the_start_is_greeted_with_their_first_message()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync(user: null);
        (await conversation.ReadAsync()).Activities.ShouldBeEmpty();

        await Task.WhenAll(conversation.SayAsync("one"), conversation.SayAsync("two"));

        var seen = await conversation.UntilAsync(all => all.Count == 5);
        seen.Count(a => a["text"]!.ToString() == "Welcome").ShouldBe(1);
        var ofBob = await conversation.SayAsync("I am another", from: "bob");
        ofBob.ShouldStartWith(conversation.Id + "|");
        (await conversation.UntilAsync(all => all.Count == 8)).Count(a => a["text"]!.ToString() == "Welcome").ShouldBe(2);
    }

    [Fact]
    public async Task The_service_sets_what_clients_must_not_and_keeps_what_it_does_not_know()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();

        var posted = await conversation.PostAsync(JsonNode.Parse("""
            {"type":"message","text":"hi 你好","id":"mine","timestamp":"1999-01-01T00:00:00Z","channelId":"msteams","serviceUrl":"http://evil/",
             "conversation":{"id":"other"},"recipient":{"id":"someone"},"from":{"id":"bot","role":"bot","name":"Anna","x":1},
             "channelData":{"clientActivityID":"c1","deep":{"kept":[1,{"a":null}]}},"unknown":{"kept":true},"entities":[{"type":"odd","p":2}],"localTimestamp":"2026-01-01T10:00:00.000+08:00"}
            """)!.ToJsonString());

        posted.Status.ShouldBe(HttpStatusCode.OK, posted.Text);
        var echo = (await conversation.UntilAsync(all => all.Count == 3))[1];
        echo["id"]!.ToString().ShouldBe(posted["id"]);
        echo["channelId"]!.ToString().ShouldBe("directline");
        echo["conversation"]!["id"]!.ToString().ShouldBe(conversation.Id);
        echo["from"]!.ToJsonString().ShouldBe("""{"id":"dl_anna","name":"Anna","role":"user","x":1}""");
        echo["timestamp"]!.ToString().ShouldStartWith(DateTime.UtcNow.Year.ToString(System.Globalization.CultureInfo.InvariantCulture));
        echo["localTimestamp"]!.ToString().ShouldBe("2026-01-01T10:00:00.000+08:00");
        echo["channelData"]!.ToJsonString().ShouldBe("""{"clientActivityID":"c1","deep":{"kept":[1,{"a":null}]}}""");
        echo["unknown"]!.ToJsonString().ShouldBe("""{"kept":true}""");
        echo["entities"]!.ToJsonString().ShouldBe("""[{"type":"odd","p":2}]""");
        echo.AsObject().ContainsKey("serviceUrl").ShouldBeFalse();
        var reply = (await conversation.ReadAsync()).Activities[2];
        reply["from"]!["role"]!.ToString().ShouldBe("bot");
        reply["replyToId"]!.ToString().ShouldBe(posted["id"]);
    }

    [Fact]
    public async Task A_repeated_request_is_recorded_and_answered_once()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();

        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => conversation.SayAsync("once", "same")));
        await conversation.SayAsync("last");

        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        (await conversation.UntilAsync(all => all.Any(a => a["text"]!.ToString() == "last" && a["from"]!["role"]!.ToString() == "bot"))).Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("""{"text":"no type","from":{"id":"a"}}""", 400)]
    [InlineData("""{"type":7,"from":{"id":"a"}}""", 400)]
    [InlineData("""{"type":"message","text":{},"from":{"id":"a"}}""", 400)]
    [InlineData("""{"type":"message","text":"x"}""", 400)]
    [InlineData("""{"type":"message","text":"x","from":{"id":""}}""", 400)]
    [InlineData("""{"type":"message","text":"x","from":{"id":"bot"}}""", 400)]
    [InlineData("""{"type":"message","text":"x","from":{"id":"dl_forged"}}""", 400)]
    [InlineData("""{"type":"message","text":"\ud800","from":{"id":"a"}}""", 400)]
    [InlineData("""{"type":"conversationUpdate","from":{"id":"a"},"membersAdded":[{"id":"a"}]}""", 400)]
    [InlineData("""{"type":"messageDelete","id":"x","from":{"id":"a"}}""", 400)]
    [InlineData("""{"type":"typing","from":{"id":"a"}}""", 200)]
    [InlineData("""{"type":"neverHeardOf","from":{"id":"a"}}""", 200)]
    [InlineData("""{"type":"event","name":"unknown","from":{"id":"a"}}""", 200)]
    [InlineData("""{"type":"invoke","name":"unknown/thing","from":{"id":"a"},"value":[]}""", 200)]
    [InlineData("""{"type":"invoke","name":"adaptiveCard/action","from":{"id":"a"},"value":{"action":7}}""", 200)]
    [InlineData("""{"type":"message","from":{"id":"a"},"value":{"adaptiveCardVerb":"x","adaptiveCardVerb":"y"}}""", 200)]
    public async Task Whatever_a_client_posts_gets_a_clear_answer(string body, int status)
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync(user: null);

        var answer = await host.PostAsync($"conversations/{conversation.Id}/activities", conversation.Token, body);

        ((int)answer.Status).ShouldBe(status, answer.Text);
        if (status == 400)
            answer.Code.ShouldBe("BadArgument");
        await conversation.SayAsync("goes on");
        await conversation.UntilAsync(all => all.Any(a => a["text"]?.ToString() == "goes on" && a["from"]!["role"]!.ToString() == "bot"));
    }

    [Fact]
    public async Task Size_and_type_of_a_request_are_checked()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        var path = $"conversations/{conversation.Id}/activities";
        string Message(int length) => $$$"""{"type":"message","text":"{{{new string('x', length)}}}"}""";

        (await host.PostAsync(path, conversation.Token, Message(262_144))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await host.PostAsync(path, conversation.Token, Message(262_144 - Message(0).Length))).Status.ShouldBe(HttpStatusCode.OK);
        (await host.PostAsync(path, conversation.Token, new StringContent(Message(1), System.Text.Encoding.UTF8, "text/plain"))).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await host.PostAsync(path, conversation.Token, Message(10 << 20))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Watermarks_page_through_everything_and_survive_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        (string, string?)[] settings = [(TestHost.DataFolderKey, folder), ("Conversations:MostWaiting", "1000")];
        Conversation conversation;
        string watermark;
        await using (var host = DirectLineHost.Start(settings))
        {
            conversation = await host.ConverseAsync();
            for (var i = 0; i < 60; i++)
                await conversation.SayAsync($"m{i}");
            await UntilAll(conversation, 121);
            var (page, next) = await conversation.ReadAsync();
            page.Count.ShouldBe(99); // the first turn of the hundred is the join, which clients are not told
            (await conversation.ReadAsync(next)).Activities.Count.ShouldBe(22);
            (await conversation.ReadAsync("")).Watermark.ShouldBe(next);
            watermark = next;
        }

        await using (var host = DirectLineHost.Start(settings))
        {
            conversation = conversation with { Host = host };
            var (rest, end) = await conversation.ReadAsync(watermark);
            rest.Count.ShouldBe(22);
            (await conversation.ReadAsync(end)).ShouldSatisfyAllConditions(r => r.Activities.ShouldBeEmpty(), r => r.Watermark.ShouldBe(end));
            (await conversation.ReadAsync("999999")).Activities.ShouldBeEmpty();
            foreach (var garbage in new[] { "abc", "-1", "1;drop", "99999999999999999999", "%00" })
                (await host.GetAsync($"conversations/{conversation.Id}/activities?watermark={garbage}", conversation.Token)).Status.ShouldBe(HttpStatusCode.BadRequest, garbage);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_end_of_a_conversation_is_told()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();

        await conversation.SayAsync("check end");

        var seen = await conversation.UntilAsync(all => all.Any(a => a["type"]!.ToString() == "endOfConversation"));
        seen[^1]["code"]!.ToString().ShouldBe("completedSuccessfully");
    }

    [Fact]
    public async Task Requests_beyond_the_limits_are_refused_with_the_time_to_wait()
    {
        await using var host = DirectLineHost.Start(("DirectLine:RequestsPerMinutePerToken", "5"));
        var conversation = await host.ConverseAsync(); // one with this token
        var other = await host.ConverseAsync();

        var answers = new List<Answer>();
        for (var i = 0; i < 6; i++)
            answers.Add(await host.GetAsync($"conversations/{conversation.Id}/activities", conversation.Token));

        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(4);
        answers[^1].Status.ShouldBe(HttpStatusCode.TooManyRequests);
        answers[^1].Code.ShouldBe("TooManyRequests");
        answers[^1].Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await other.ReadAsync()).Watermark.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Requests_of_one_address_are_limited_whatever_they_carry()
    {
        await using var host = DirectLineHost.Start(("DirectLine:RequestsPerMinutePerAddress", "10"));

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
            statuses.Add((await host.PostAsync("tokens/refresh", "wrong")).Status);

        statuses.Count(s => s == HttpStatusCode.Forbidden).ShouldBeInRange(10, 11);
        statuses[^1].ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Only_configured_sites_are_told_that_they_may_read()
    {
        await using var host = DirectLineHost.Start(("DirectLine:AllowedOrigins:0", "https://good.example"));
        Task<Answer> Ask(HttpMethod method, string path, string origin) => host.SendAsync(method, path, DirectLineHost.Secret, null,
            ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type,x-ms-bot-agent,x-requested-with"));

        var good = await Ask(HttpMethod.Post, "conversations", "https://good.example");
        var evil = await Ask(HttpMethod.Post, "conversations", "https://evil.example");
        var preflight = await Ask(HttpMethod.Options, "conversations", "https://good.example");
        var session = await Ask(HttpMethod.Get, "session/getsessionid", "https://good.example");

        good.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://good.example"]);
        evil.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        preflight.Status.ShouldBe(HttpStatusCode.NoContent);
        preflight.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("x-ms-bot-agent");
        good.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        session.Headers.GetValues("Access-Control-Allow-Credentials").ShouldBe(["true"]);
        session.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://good.example"]);
    }

    private static async Task UntilAll(Conversation conversation, int count)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            var (first, next) = await conversation.ReadAsync();
            var (rest, _) = await conversation.ReadAsync(next);
            if (first.Count + rest.Count == count)
                return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"Not {count} activities within 30 s.");
    }
}
