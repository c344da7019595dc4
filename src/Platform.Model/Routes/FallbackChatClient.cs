using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Platform.Model.Routes;

/// <summary>Asks the next route when one fails before it has said anything.</summary>
internal sealed class FallbackChatClient(IReadOnlyList<ChainLink> chain, ILogger logger) : IChatClient
{
    private volatile string? _answered;

    /// <summary>Name of the model that gave the latest answer, or null before the first.</summary>
    public string? Answered => _answered;

    /// <summary>The same chain, which has not answered yet.</summary>
    public FallbackChatClient Again() => new(chain, logger);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList(); // read once; it may be asked again
        for (var i = 0; ; i++)
        {
            try
            {
                var response = await chain[i].Client.GetResponseAsync(asked, options, cancellationToken);
                _answered = chain[i].Model;
                return response;
            }
            catch (Exception failure) when (MayGoOn(i, failure, cancellationToken)) // whatever a model does, the next is asked
            {
                logger.FellBack(chain[i].Skill, chain[i + 1].Skill, failure.GetType().Name);
            }
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        for (var i = 0; ; i++)
        {
            await using var stream = chain[i].Client.GetStreamingResponseAsync(asked, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            bool isThere;
            try
            {
                isThere = await stream.MoveNextAsync();
            }
            catch (Exception failure) when (MayGoOn(i, failure, cancellationToken))
            {
                logger.FellBack(chain[i].Skill, chain[i + 1].Skill, failure.GetType().Name);
                continue;
            }

            _answered = chain[i].Model;
            for (; isThere; isThere = await stream.MoveNextAsync())
                yield return stream.Current;
            yield break;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : chain[0].Client.GetService(serviceType, serviceKey);

    public void Dispose()
    {
        // the clients belong to their routes
    }

    private bool MayGoOn(int at, Exception failure, CancellationToken cancellationToken) =>
        at + 1 < chain.Count && !cancellationToken.IsCancellationRequested && failure is not OutOfMemoryException;
}

/// <param name="Skill">Whose route it is, for the log.</param>
/// <param name="Model">Name that is kept with what it words.</param>
internal sealed record ChainLink(string Skill, string Model, IChatClient Client);

internal static partial class RouteLog
{
    [LoggerMessage(2801, LogLevel.Warning, "Route fell back: from {Skill} to {Next}, {Failure}")]
    public static partial void FellBack(this ILogger logger, string skill, string next, string failure);
}
