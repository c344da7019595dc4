using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Model.Serving;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

/// <summary>A random network says nothing sensible; held to a form it keeps the form, whatever it would rather say.</summary>
public sealed class ConstraintServingTests
{
    private static readonly JsonElement Schema = JsonSerializer.Deserialize<JsonElement>("""{"type":"object","properties":{"name":{"type":"string","maxLength":12},"age":{"type":"integer","minimum":0,"maximum":150},"tags":{"type":"array","items":{"enum":["a","b"]},"maxItems":3}},"required":["name","age","tags"],"additionalProperties":false}""");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(60)]
    [InlineData(200)]
    public async Task Json_of_a_schema_is_closed_within_the_most_tokens_alone_and_in_a_batch(int most)
    {
        await using var host = TinyHost.Create();
        var requests = Enumerable.Range(0, 8).Select(seed => TinyHost.Request("Hello", most, 1.2, seed) with { Format = new ResponseFormat.JsonSchema(Schema) }).ToArray();

        var together = await Task.WhenAll(requests.Select(request => host.AnswerAsync(request, Stop)));
        var alone = await host.AnswerAsync(requests[3], Stop);

        alone.Text.ShouldBe(together[3].Text);
        foreach (var answer in together)
        {
            var json = JsonSerializer.Deserialize<JsonElement>(answer.Text);
            json.GetProperty("name").GetString()!.Length.ShouldBeLessThanOrEqualTo(12);
            json.GetProperty("age").GetInt32().ShouldBeInRange(0, 150);
            json.GetProperty("tags").EnumerateArray().ShouldAllBe(tag => tag.GetString() == "a" || tag.GetString() == "b");
            answer.End.Reason.ShouldBe(FinishReason.Stop);
            answer.End.Tokens.ShouldBeLessThanOrEqualTo(most);
        }
    }

    [Fact]
    public async Task Patterns_choices_and_objects_are_kept_too()
    {
        await using var host = TinyHost.Create();
        async Task<string> Ask(ResponseFormat format, long seed) => (await host.AnswerAsync(TinyHost.Request("Hello", 40, 1, seed) with { Format = format }, Stop)).Text;

        for (var seed = 0; seed < 4; seed++)
        {
            var code = await Ask(new ResponseFormat.Pattern("[a-c]{2,5}-[0-9]{3}"), seed);
            Regex.IsMatch(code, "^[a-c]{2,5}-[0-9]{3}$", RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBeTrue(code);
            var word = await Ask(new ResponseFormat.OneOf(["yes", "no", "也许"]), seed);
            (word is "yes" or "no" or "也许").ShouldBeTrue(word);
            JsonSerializer.Deserialize<JsonElement>(await Ask(new ResponseFormat.JsonObject(), seed)).ValueKind.ShouldBe(JsonValueKind.Object);
        }
    }

    [Fact]
    public async Task A_form_that_cannot_be_kept_or_does_not_fit_is_refused()
    {
        await using var host = TinyHost.Create();
        var request = TinyHost.Request("Hello", 5);

        (await Should.ThrowAsync<InvalidGenerationException>(() => host.AnswerAsync(request with { Format = new ResponseFormat.JsonSchema(Schema) }, Stop))).Parameter.ShouldBe("response_format");
        (await Should.ThrowAsync<InvalidGenerationException>(() => host.AnswerAsync(request with { Format = new ResponseFormat.Pattern("(") }, Stop))).Parameter.ShouldBe("response_format");
    }
}
