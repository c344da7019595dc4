using System.Text.Json.Nodes;
using Platform.Bots.Pages.Playground;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Pages.Playground;

public sealed class CodeSamplesTests
{
    private static readonly PlaygroundForm Form = new() { Model = "m", MaxTokens = 5, Temperature = 0.2, MinP = 0.1, Stop = "a|b", Others = new JsonObject { ["tools"] = new JsonArray(), ["flag"] = true } };

    [Fact]
    public void A_request_that_is_pasted_becomes_the_same_request_again()
    {
        var request = Form.ToRequest("be brief", "它's \"so\"");

        var (form, system, prompt) = PlaygroundForm.Read(request.ToJsonString());

        (system, prompt).ShouldBe(("be brief", "它's \"so\""));
        JsonNode.DeepEquals(form.ToRequest(system, prompt), request).ShouldBeTrue();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"messages":[],"temperature":"hot"}""")]
    public void What_is_no_request_is_refused(string json) => Should.Throw<FormatException>(() => PlaygroundForm.Read(json));

    [Fact]
    public void A_quotation_mark_does_not_end_the_shell_s_text()
    {
        var code = CodeSamples.Write("curl", "http://x/v1", Form.ToRequest("", "it's"));

        code.ShouldContain("it'\\''s");
        code.ShouldContain("\"stream\": true");
    }

    [Fact]
    public void Clients_get_what_they_know_by_name_and_the_rest_as_it_is()
    {
        var request = Form.ToRequest("", "hi \"there\"");

        var csharp = CodeSamples.Write("csharp", "http://x/v1", request);
        var python = CodeSamples.Write("python", "http://x/v1", request);

        csharp.ShouldContain("options.MaxOutputTokenCount = 5;");
        csharp.ShouldContain("options.StopSequences.Add(\"b\");");
        csharp.ShouldContain("new UserChatMessage(\"hi \\\"there\\\"\")");
        csharp.ShouldContain("options.Patch.Set(\"$.min_p\"u8, BinaryData.FromString(\"0.1\"));");
        python.ShouldContain("max_tokens=5,");
        python.ShouldContain("\"min_p\": 0.1,");
        python.ShouldContain("\"flag\": True,");
    }

    [Fact]
    public void What_openai_s_client_calls_experimental_is_allowed_where_it_is_used()
    {
        string Of(PlaygroundForm form) => CodeSamples.Write("csharp", "http://x/v1", form.ToRequest("", "hi"));

        Of(new PlaygroundForm { Model = "m", Seed = 7 }).ShouldContain("#pragma warning disable OPENAI001 //");
        Of(new PlaygroundForm { Model = "m", Seed = 7, MinP = 0.1 }).ShouldContain("#pragma warning disable OPENAI001, SCME0001 //");
        Of(new PlaygroundForm { Model = "m" }).ShouldNotContain("#pragma");
    }
}
