using MediatR;

namespace Platform.Scenarios.Knowledge;

/// <summary>Makes every index from the base as it stands now, and says what the base holds.</summary>
/// <param name="Wait">False only asks how things stand.</param>
public sealed record TrainKnowledge(bool Wait = true) : IRequest<KnowledgeStatus>;

internal sealed class TrainKnowledgeHandler(LiveKnowledge knowledge) : IRequestHandler<TrainKnowledge, KnowledgeStatus>
{
    public async Task<KnowledgeStatus> Handle(TrainKnowledge command, CancellationToken cancellationToken) =>
        command.Wait ? await knowledge.TrainAsync(cancellationToken) : (await knowledge.CurrentAsync(cancellationToken)).Status();
}
