using System.Text;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Import;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge;

/// <summary>The real host with what these tests say to its knowledge base.</summary>
internal sealed class KnowledgeHost(params (string Key, string? Value)[] settings) : TestHost(settings)
{
    public LiveKnowledge Live => Services.GetRequiredService<LiveKnowledge>();

    public async Task<T> Send<T>(IRequest<T> message)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message, TestContext.Current.CancellationToken);
    }

    public Task<KnowledgeFindings> Ask(string question) => Send(AskKnowledge.Publicly(question));

    public async Task<ImportReport> Import(string fileName, string content) => await Import(fileName, Encoding.UTF8.GetBytes(content));

    public async Task<ImportReport> Import(string fileName, byte[] content) =>
        (await Send(new ImportKnowledge(fileName, content))).ShouldBeOfType<ImportOutcome.Done>().Report;

    public async Task<FileFault> Refused(string fileName, byte[] content) =>
        (await Send(new ImportKnowledge(fileName, content))).ShouldBeOfType<ImportOutcome.Refused>().Fault;
}
