using Platform.Model.Checkpoints;
using Platform.Model.Tensors;

namespace Platform.Model.Serving;

/// <summary>How much memory a checkpoint will take, before it is opened.</summary>
internal static class ModelSize
{
    /// <returns>Bytes of its weights and its draft's as the engines that will run them keep them; 0 for a folder that is not there (opening it says so).</returns>
    /// <exception cref="CheckpointException">The folder is broken.</exception>
    public static long Estimate(ServedModelOptions model) => Of(model) + (ModelOpener.DraftOf(model) is { } draft ? Of(draft) : 0);

    private static long Of(ServedModelOptions model)
    {
        if (!Directory.Exists(model.Folder))
            return 0;
        TorchNative.EnsureLoaded();
        return ModelOpener.Choice(CheckpointReader.Open(model.Folder).Config, model, ComputeDevice.Parse(model.Device)).WeightBytes;
    }
}
