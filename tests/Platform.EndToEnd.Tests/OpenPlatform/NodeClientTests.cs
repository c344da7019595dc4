using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.OpenPlatform;

/// <summary>OpenAI's own client for Node, unchanged.</summary>
public sealed class NodeClientTests(ServingHost serving)
{
    [Fact]
    public async Task The_client_for_node_does_all_that_it_can()
    {
        var seen = await NodeClients.RunAsync("openai.mjs", serving.Host.BaseUri.ToString(), serving.Key, ServingHost.Model);

        seen["models"]!.AsArray().Select(one => one!.GetValue<string>()).Contains(ServingHost.Model, StringComparer.Ordinal).ShouldBeTrue();
        seen["whole"]!["role"]!.GetValue<string>().ShouldBe("assistant");
        seen["whole"]!["top"]!.GetValue<int>().ShouldBe(2);
        seen["stream"]!["text"]!.GetValue<string>().ShouldBe(seen["whole"]!["text"]!.GetValue<string>());
        seen["stream"]!["roles"]!.AsArray().Count.ShouldBe(1);
        JsonNode.DeepEquals(seen["stream"]!["usage"]!["completion_tokens"], seen["whole"]!["usage"]!["completion_tokens"]).ShouldBeTrue();
        seen["helped"]!.GetValue<string>().ShouldBe(seen["whole"]!["text"]!.GetValue<string>());
        seen["left"]!.GetValue<bool>().ShouldBeTrue();
        seen["embeddings"]!["count"]!.GetValue<int>().ShouldBe(2);
        seen["embeddings"]!["length"]!.GetValue<int>().ShouldBe(32);
        seen["embeddings"]!["same"]!.GetValue<bool>().ShouldBeTrue();
        seen["completion"]!["text"]!.GetValue<string>().ShouldStartWith("one two");
        seen["completion"]!["logprobs"]![0].ShouldBeNull();
        ErrorOf(seen, "badKey").ShouldBe(("AuthenticationError", 401, "invalid_api_key"));
        ErrorOf(seen, "noModel").ShouldBe(("NotFoundError", 404, "model_not_found"));
        ErrorOf(seen, "badValue").ShouldBe(("BadRequestError", 400, "invalid_value"));
        ErrorOf(seen, "tooLong").ShouldBe(("BadRequestError", 400, "context_length_exceeded"));
        seen["errors"]!["noModel"]!["id"]!.GetValue<string>().ShouldNotBeNullOrEmpty();
    }

    private static (string, int, string) ErrorOf(JsonNode seen, string name)
    {
        var error = seen["errors"]![name].ShouldNotBeNull();
        return (error["kind"]!.GetValue<string>(), error["status"]!.GetValue<int>(), error["code"]!.GetValue<string>());
    }
}
