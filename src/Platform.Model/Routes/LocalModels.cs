using Microsoft.Extensions.AI;

namespace Platform.Model.Routes;

/// <summary>What routes need of the models that this host serves.</summary>
internal sealed class LocalModels
{
    public IChatClient ChatClient(string model) => throw new InvalidOperationException($"The model '{model}' is not served.");
}
