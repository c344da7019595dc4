using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Platform.Model.Routes;

namespace Platform.Testing;

/// <summary>A model that says what it was told to say, fails or hangs, and remembers what it was asked.</summary>
public sealed class ScriptedChatClient : IChatClient
{
    private readonly ConcurrentQueue<Step> _script = new();
    private readonly ConcurrentQueue<IReadOnlyList<ChatMessage>> _requests = new();

    public IReadOnlyList<IReadOnlyList<ChatMessage>> Requests => [.. _requests];

    /// <summary>The next request is answered with this, in pieces of some signs.</summary>
    public ScriptedChatClient Says(string text) => Then(new Step(text, null, Hangs: false));

    /// <summary>The next request gets this text and then the failure.</summary>
    public ScriptedChatClient Fails(Exception failure, string after = "") => Then(new Step(after, failure, Hangs: false));

    /// <summary>The next request gets this text and then nothing for ever, not even when it is cancelled.</summary>
    public ScriptedChatClient Hangs(string after = "") => Then(new Step(after, null, Hangs: true));

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _requests.Enqueue([.. messages]);
        if (!_script.TryDequeue(out var step))
            throw new InvalidOperationException($"The script has no answer to request {_requests.Count}. Add one with Says, Fails or Hangs.");

        for (var start = 0; start < step.Text.Length; start += 3)
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, step.Text.Substring(start, Math.Min(3, step.Text.Length - start)));
        }

        if (step.Hangs)
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        if (step.Failure is not null)
            throw step.Failure;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // nothing is held
    }

    private ScriptedChatClient Then(Step step)
    {
        _script.Enqueue(step);
        return this;
    }

    private sealed record Step(string Text, Exception? Failure, bool Hangs);
}

/// <summary>Leads every skill to one client.</summary>
public sealed class ScriptedRoutes(IChatClient client, TimeSpan timeLimit, bool followsInstructions = true) : IModelRoutes
{
    public bool TryRoute(string skill, out RoutedModel model)
    {
        model = new RoutedModel(client, "scripted", timeLimit) { FollowsInstructions = followsInstructions };
        return true;
    }
}

/// <summary>Leads no skill anywhere: the engines word their answers.</summary>
public sealed class NoRoutes : IModelRoutes
{
    public bool TryRoute(string skill, [NotNullWhen(true)] out RoutedModel? model)
    {
        model = null;
        return false;
    }
}
