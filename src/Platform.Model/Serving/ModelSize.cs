namespace Platform.Model.Serving;

/// <summary>How much memory a checkpoint will take, before it is opened.</summary>
internal static class ModelSize
{
    /// <returns>Bytes of its weights as they will be computed in; 0 for a folder that is not there (opening it says so).</returns>
    public static long Estimate(ServedModelOptions model) => Of(model.Folder, model.Weights) + (model.Draft is { Length: > 0 } draft ? Of(draft, model.Weights) : 0);

    private static long Of(string folder, string weights)
    {
        if (!Directory.Exists(folder))
            return 0;
        var stored = new DirectoryInfo(folder).EnumerateFiles("*.safetensors").Sum(file => file.Length);
        return weights switch
        {
            "int8" => stored * 5 / 8, // published weights are mostly bf16: two bytes a number
            "bf16" => stored,
            _ => stored * 2,
        };
    }
}
