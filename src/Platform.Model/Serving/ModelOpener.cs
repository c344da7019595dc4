namespace Platform.Model.Serving;

/// <summary>Opens a checkpoint folder for serving.</summary>
internal static class ModelOpener
{
    public static OpenedModel Open(ServedModelOptions model, ServingOptions options, long most) =>
        throw new NotSupportedException($"The folder '{model.Folder}' cannot be opened: the reader of checkpoints is not part of this build.");
}
