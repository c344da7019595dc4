using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Platform.Model.Serving;

namespace Platform.Model.Routes;

/// <summary>What routes need of the models that this host serves.</summary>
internal sealed class LocalModels(ModelHost host)
{
    private readonly ConcurrentDictionary<string, IChatClient> _clients = new(StringComparer.OrdinalIgnoreCase);

    public IChatClient ChatClient(string model) => _clients.GetOrAdd(model, name => new LocalChatClient(host, name));
}
