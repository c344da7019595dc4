using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.Knowledge.Import;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.CustomerService;

/// <summary>Answers from passages through a real socket: Semantic Kernel's client against a server that speaks OpenAI's protocol.</summary>
public sealed class ModelTests
{
    private const string Guide = "# 读者指南\n\n## 自习座位\n\n4楼设自习座位320个，每天20:00起可预约次日座位，每次最长4小时。\n\n## 打印\n\n黑白打印每页0.2元，彩色每页1元，扫描免费。\n";
    private const string Question = "自习座位可以预约多长时间？";

    [Fact]
    public async Task An_answer_is_composed_from_passages_and_streamed()
    {
        await using var server = await OpenAiServer.StartAsync("每天20:00起可预约次日座位 [1]。每次最长4小时 [1]。");
        await using var host = await HostAsync(server.Endpoint);

        var steps = await Answer(host);

        var reply = steps.OfType<ReplyEvent.Said>().ShouldHaveSingleItem().Reply;
        reply.Text.ShouldBe("每天20:00起可预约次日座位 [1]。每次最长4小时 [1]。");
        reply.AiGenerated.ShouldBeTrue();
        reply.Citations.ShouldHaveSingleItem().Name.ShouldContain("自习座位");
        steps.OfType<ReplyEvent.Partial>().ShouldNotBeEmpty();
        var model = TurnDetails.Read(reply.Details)!.Model.ShouldNotBeNull();
        model.Model.ShouldBe("test-model");
        model.Route.ShouldBe("customer-service");
        var request = server.Requests.ShouldHaveSingleItem().RootElement;
        request.GetProperty("stream").GetBoolean().ShouldBeTrue();
        request.GetProperty("model").GetString().ShouldBe("test-model");
        request.GetProperty("messages")[1].GetProperty("content").ToString().ShouldContain("320");
    }

    [Fact]
    public async Task An_endpoint_that_is_down_leaves_the_passage_s_own_words()
    {
        var server = await OpenAiServer.StartAsync("");
        var gone = server.Endpoint;
        await server.DisposeAsync();
        await using var host = await HostAsync(gone);

        ShouldQuote(await Answer(host), "failed");
    }

    [Fact]
    public async Task An_endpoint_that_hangs_leaves_the_passage_s_own_words_within_the_limit()
    {
        await using var server = await OpenAiServer.StartAsync("", hangs: true);
        await using var host = await HostAsync(server.Endpoint, limit: "00:00:01");
        var started = TimeProvider.System.GetTimestamp();

        ShouldQuote(await Answer(host), "timed-out");

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20)); // most of it is the first search
    }

    private static void ShouldQuote(IReadOnlyList<ReplyEvent> steps, string outcome)
    {
        var reply = steps.OfType<ReplyEvent.Said>().ShouldHaveSingleItem().Reply;
        reply.Text.ShouldNotBeNull().ShouldContain("每次最长4小时");
        reply.AiGenerated.ShouldBeFalse();
        reply.Citations.ShouldHaveSingleItem();
        TurnDetails.Read(reply.Details)!.Model!.Outcome.ShouldBe(outcome);
    }

    private static async Task<TestHost> HostAsync(string endpoint, string limit = "00:00:30")
    {
        var host = new TestHost(
            ("Models:Routes:customer-service:Endpoint", endpoint), ("Models:Routes:customer-service:Model", "test-model"), ("Models:Routes:customer-service:TimeLimit", limit));
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>()
            .Send(new ImportKnowledge("guide.zh.md", System.Text.Encoding.UTF8.GetBytes(Guide)), TestContext.Current.CancellationToken);
        return host;
    }

    private static async Task<IReadOnlyList<ReplyEvent>> Answer(TestHost host)
    {
        var scenario = host.Services.GetServices<IScenario>().Single(s => s.Name == "customer-service");
        var dialogue = new Dialogue(ConversationId.New(), "test", null, null, [], new Heard("message", Question) { Content = "{}" });
        return await scenario.RespondAsync(dialogue, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}
