using System.Net;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Knowledge;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Editing;
using Platform.Scenarios.Knowledge.Import;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Pages.Knowledge;

public sealed class SourcePageTests
{
    [Fact]
    public async Task A_cited_passage_opens_for_anyone_with_every_sign_of_it_encoded()
    {
        await using var host = new TestHost();
        const string Text = "# Fees <b>& fines</b>\n\nA card costs `<script>alert(1)</script>` five \"yuan\".\n\n<img src=x onerror=alert(2)>\n";
        await Send(host, new ImportKnowledge("fees <i>.md", Encoding.UTF8.GetBytes(Text)));
        var document = (await Send(host, new ListDocuments())).ShouldHaveSingleItem();
        var passage = (await Send(host, new ReadDocument(document.Id))).ShouldNotBeNull().Passages.ShouldHaveSingleItem();

        using var answer = await Client(host).GetAsync(new Uri(KnowledgeSource.UrlOf(passage.Id), UriKind.Relative), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("<img src=x");
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'");
    }

    [Fact]
    public async Task An_entry_opens_with_its_answer_and_an_internal_or_unknown_one_is_not_there()
    {
        await using var host = new TestHost();
        var content = new EntryContent { Question = "Where is it?", Answer = "In the hall." };
        var open = (SaveOutcome.Saved)await Send(host, new SaveEntry(null, 0, content, null));
        var hidden = (SaveOutcome.Saved)await Send(host, new SaveEntry(null, 0, content with { Question = "Where is the key?", Audience = Audiences.Staff }, null));
        var client = Client(host);

        (await client.GetStringAsync(new Uri(KnowledgeSource.UrlOf(open.Id), UriKind.Relative), TestContext.Current.CancellationToken)).ShouldContain("In the hall.");
        foreach (var path in new[] { KnowledgeSource.UrlOf(hidden.Id), KnowledgeSource.UrlOf(Guid.NewGuid()), "/sources/not-an-id", "/sources/..%2f..%2fetc" })
            (await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/console/knowledge")]
    [InlineData("/console/knowledge/new")]
    [InlineData("/console/knowledge/import")]
    [InlineData("/console/knowledge/documents")]
    [InlineData("/console/knowledge/export?format=csv")]
    [InlineData("/console/test-bench")]
    public async Task Nobody_gets_at_the_base_without_signing_in(string path)
    {
        await using var host = new TestHost();

        using var answer = await Client(host).GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location.ShouldNotBeNull().ToString().ShouldContain("/signin");
    }

    private static HttpClient Client(TestHost host) => host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    private static async Task<T> Send<T>(TestHost host, IRequest<T> message)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message, TestContext.Current.CancellationToken);
    }
}
