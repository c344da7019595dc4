using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.DirectLine;

public sealed class UploadTests
{
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task A_file_as_it_is_becomes_a_message_that_can_be_opened_without_a_header()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();

        var attachment = (await UploadAsync(conversation, Png, "image/png", "照片 📷.png"))[0]!;

        attachment["name"]!.ToString().ShouldBe("照片 📷.png");
        attachment["contentType"]!.ToString().ShouldBe("image/png");
        using var file = await host.Http.GetAsync(attachment["contentUrl"]!.ToString(), TestContext.Current.CancellationToken);
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Png);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        file.Content.Headers.ContentDisposition.ShouldBeNull();
        file.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        file.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
    }

    [Fact]
    public async Task A_form_joins_its_activity_and_its_files_by_name()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        using var form = new MultipartFormDataContent
        {
            { Part("""{"type":"message","text":"see","from":{"id":"x"},"channelData":{"clientActivityID":"c1"},"attachments":[{"name":"b.txt","contentType":"text/plain","thumbnailUrl":"data:,"},{"name":"a.png","contentType":"image/png"}]}""", "application/vnd.microsoft.activity"), "activity" },
            { Part(Png, "image/png"), "file", "a.png" },
            { Part("text"u8.ToArray(), "text/plain"), "file", "b.txt" },
            { Part("more"u8.ToArray(), "text/csv"), "file", "c.csv" },
        };

        var posted = await host.PostAsync($"conversations/{conversation.Id}/upload?userId=dl_anna", conversation.Token, form);

        posted.Status.ShouldBe(HttpStatusCode.OK, posted.Text);
        var message = (await conversation.UntilAsync(all => all.Any(a => a["id"]!.ToString() == posted["id"]))).Single(a => a["id"]!.ToString() == posted["id"]);
        message["channelData"]!["clientActivityID"]!.ToString().ShouldBe("c1");
        var attachments = message["attachments"]!.AsArray();
        attachments.Select(a => a!["name"]!.ToString()).ShouldBe(["b.txt", "a.png", "c.csv"]);
        attachments[0]!["thumbnailUrl"]!.ToString().ShouldBe("data:,");
        (await host.Http.GetStringAsync(attachments[0]!["contentUrl"]!.ToString(), TestContext.Current.CancellationToken)).ShouldBe("text");
        (await host.Http.GetByteArrayAsync(attachments[1]!["contentUrl"]!.ToString(), TestContext.Current.CancellationToken)).ShouldBe(Png);
    }

    [Theory]
    [InlineData("text/html", "<script>alert(1)</script>")]
    [InlineData("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("application/javascript", "alert(1)")]
    [InlineData("text/xml", "<x/>")]
    [InlineData("image/png; x=\"y\"", "not really")]
    public async Task Nothing_that_could_run_is_shown_in_the_page(string type, string content)
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();

        var attachment = (await UploadAsync(conversation, Encoding.UTF8.GetBytes(content), type, "a.html"))[0]!;

        using var file = await host.Http.GetAsync(attachment["contentUrl"]!.ToString(), TestContext.Current.CancellationToken);
        file.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        if (type.StartsWith("image/png", StringComparison.Ordinal))
            return;
        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        file.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
    }

    [Theory]
    [InlineData("../../../etc/passwd", "passwd")]
    [InlineData("..\\..\\windows\\system32\\evil.exe", "evil.exe")]
    [InlineData("/absolute", "absolute")]
    [InlineData("..", "file")]
    [InlineData("a\u202Egnp.exe", "agnp.exe")]
    [InlineData("nul\u0000byte\u0007.txt", "nulbyte.txt")]
    [InlineData("<img src=x>.png", "_img src=x_.png")]
    [InlineData("", "file")]
    public async Task A_hostile_name_becomes_a_harmless_one_and_never_a_path(string name, string expected)
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        using var form = new MultipartFormDataContent();
        var part = Part("x"u8.ToArray(), "text/plain");
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(name)}");
        form.Add(part);

        var posted = await host.PostAsync($"conversations/{conversation.Id}/upload?userId=dl_anna", conversation.Token, form);

        posted.Status.ShouldBe(HttpStatusCode.OK, posted.Text);
        var message = (await conversation.ReadAsync()).Activities.Single(a => a["id"]!.ToString() == posted["id"]);
        message["attachments"]![0]!["name"]!.ToString().ShouldBe(expected);
        Directory.GetFiles(Path.Combine(host.DataFolder, "uploads"), "*", SearchOption.AllDirectories).Single().ShouldSatisfyAllConditions(
            f => Path.GetFileName(f).Length.ShouldBe(32),
            f => Path.GetDirectoryName(f).ShouldBe(Path.Combine(host.DataFolder, "uploads")));
    }

    [Fact]
    public async Task More_than_is_allowed_is_refused_and_leaves_nothing_behind()
    {
        await using var host = DirectLineHost.Start(("DirectLine:LargestUpload", "100000"), ("DirectLine:FilesPerUpload", "3"), ("DirectLine:UploadsPerConversation", "150000"));
        var conversation = await host.ConverseAsync();
        async Task<HttpStatusCode> SendAsync(int files, int size)
        {
            using var form = new MultipartFormDataContent();
            for (var i = 0; i < files; i++)
                form.Add(Part(new byte[size], "text/plain"), "file", $"{i}.txt");
            return (await host.PostAsync($"conversations/{conversation.Id}/upload?userId=dl_anna", conversation.Token, form)).Status;
        }

        (await SendAsync(1, 100_001)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await SendAsync(2, 60_000)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await SendAsync(4, 10)).ShouldBe(HttpStatusCode.BadRequest);
        Directory.GetFiles(Path.Combine(host.DataFolder, "uploads")).ShouldBeEmpty();
        (await SendAsync(1, 100_000)).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(1, 100_000)).ShouldBe(HttpStatusCode.RequestEntityTooLarge); // the conversation has had its share
        (await SendAsync(1, 50_000)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_file_of_ten_megabytes_arrives_whole()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        var bytes = new byte[10 << 20];
        new Random(1).NextBytes(bytes);

        var attachment = (await UploadAsync(conversation, bytes, "application/pdf", "big.pdf"))[0]!;

        (await host.Http.GetByteArrayAsync(attachment["contentUrl"]!.ToString(), TestContext.Current.CancellationToken)).SequenceEqual(bytes).ShouldBeTrue();
    }

    [Theory]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=b", "no form")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Type: text/plain\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Type: application/vnd.microsoft.activity\r\n\r\n{broken\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Type: application/vnd.microsoft.activity\r\n\r\n{\"type\":\"conversationUpdate\"}\r\n--b--\r\n")]
    public async Task A_broken_form_is_400_and_leaves_nothing_behind(string type, string body)
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = await host.PostAsync($"conversations/{conversation.Id}/upload?userId=dl_anna", conversation.Token, content);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        if (Directory.Exists(Path.Combine(host.DataFolder, "uploads")))
            Directory.GetFiles(Path.Combine(host.DataFolder, "uploads")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Uploads_need_their_conversations_token_and_their_address_cannot_be_guessed()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        var other = await host.ConverseAsync();

        (await host.PostAsync($"conversations/{conversation.Id}/upload?userId=dl_anna", other.Token, Part("x", "text/plain"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.PostAsync($"conversations/{conversation.Id}/upload?userId=dl_anna", null, Part("x", "text/plain"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.PostAsync("conversations/none/upload?userId=a", DirectLineHost.Secret, Part("x", "text/plain"))).Status.ShouldBe(HttpStatusCode.NotFound);
        foreach (var key in new[] { "x", "..%2f..%2fplatform.db", new string('0', 48) })
            (await host.Http.GetAsync($"v3/directline/uploads/{key}/a.png", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task After_a_day_files_are_gone()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = DirectLineHost.Start(services => services.AddSingleton<TimeProvider>(clock));
        var conversation = await host.ConverseAsync();
        var address = (await UploadAsync(conversation, Png, "image/png", "a.png"))[0]!["contentUrl"]!.ToString();

        clock.AdjustTime(clock.GetUtcNow().AddHours(23));
        (await host.Http.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.AdjustTime(clock.GetUtcNow().AddHours(2));

        (await host.Http.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        for (var attempt = 0; Directory.GetFiles(Path.Combine(host.DataFolder, "uploads")).Length > 0; attempt++)
        {
            attempt.ShouldBeLessThan(100, "the file still lies there");
            clock.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<JsonArray> UploadAsync(Conversation conversation, byte[] bytes, string type, string name)
    {
        var content = Part(bytes, type);
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "file", FileNameStar = name };
        var posted = await conversation.Host.PostAsync($"conversations/{conversation.Id}/upload?userId=dl_anna", conversation.Token, content);
        posted.Status.ShouldBe(HttpStatusCode.OK, posted.Text);
        return (await conversation.ReadAsync()).Activities.Single(a => a["id"]!.ToString() == posted["id"])["attachments"]!.AsArray();
    }

    private static ByteArrayContent Part(string text, string type) => Part(Encoding.UTF8.GetBytes(text), type);

    private static ByteArrayContent Part(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }
}
