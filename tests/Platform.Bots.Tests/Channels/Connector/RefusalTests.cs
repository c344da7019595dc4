using System.Text.Json;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.Connector;

public sealed class RefusalTests(OpenConnector open) : IClassFixture<OpenConnector>
{
    [Theory]
    [InlineData("{", "application/json", 400, "JSON object")]
    [InlineData("type=message", "application/x-www-form-urlencoded", 415, "application/json")]
    [InlineData("""{"type":"message","channelId":"emulator"}""", "application/json", 400, "conversation.id")]
    [InlineData("""{"type":"message","channelId":"a/b","conversation":{"id":"c"}}""", "application/json", 400, "no slash")]
    public async Task A_refusal_says_why(string body, string type, int status, string why)
    {
        using var response = await open.PostAsync(body, contentType: type);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        problem.RootElement.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(why);
    }
}
