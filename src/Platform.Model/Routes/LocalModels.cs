using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Platform.Model.Serving;

namespace Platform.Model.Routes;

/// <summary>What routes need of the models that this host serves.</summary>
internal sealed class LocalModels(ModelHost host)
{
    private readonly ConcurrentDictionary<(string Model, string? Adapter), IChatClient> _clients = new();

    public IChatClient ChatClient(ModelTarget.Local target) => _clients.GetOrAdd((target.Model, target.Adapter), key => new LocalChatClient(host, key.Model, key.Adapter));
}
