using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Platform.Model.Routes;

/// <summary>Asks the next route when one fails before it has said anything.</summary>
internal sealed class FallbackChatClient(IReadOnlyList<(string Skill, IChatClient Client)> chain, ILogger logger) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList(); // read once; it may be asked again
        for (var i = 0; ; i++)
        {
            try
            {
                return await chain[i].Client.GetResponseAsync(asked, options, cancellationToken);
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

internal static partial class RouteLog
{
    [LoggerMessage(2801, LogLevel.Warning, "Route fell back: from {Skill} to {Next}, {Failure}")]
    public static partial void FellBack(this ILogger logger, string skill, string next, string failure);
}
