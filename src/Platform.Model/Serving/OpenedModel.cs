using Platform.Model.Architectures;

namespace Platform.Model.Serving;

/// <summary>What comes of opening a checkpoint: an engine and what it knows of text.</summary>
/// <param name="Reason">Why this engine was chosen.</param>
/// <param name="Adapters">Numbers of adapters by the names that requests give.</param>
/// <param name="Draft">A smaller model that proposes tokens; null for none.</param>
internal sealed record OpenedModel(IDecoderEngine Engine, string Reason, LoadedText Text, IReadOnlyDictionary<string, int> Adapters, IDecoderEngine? Draft = null) : IDisposable
{
    public long Bytes => Engine.Bytes + (Draft?.Bytes ?? 0);

    public void Dispose()
    {
        Engine.Dispose();
        Draft?.Dispose();
    }
}
