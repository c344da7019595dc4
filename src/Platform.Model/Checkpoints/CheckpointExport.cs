using Platform.Model.Tensors;

namespace Platform.Model.Checkpoints;

/// <summary>Writes a checkpoint anew, in another number type or in shards of another size.</summary>
public static class CheckpointExport
{
    /// <param name="to">Must not exist yet, or be empty; it appears whole or not at all.</param>
    /// <param name="numberType"><c>auto</c> (as stored), <c>fp32</c>, <c>bf16</c> or <c>fp16</c>.</param>
    /// <returns>Bytes of the weights.</returns>
    /// <exception cref="CheckpointException">The folder cannot be used, or the other cannot be written.</exception>
    /// <exception cref="DeviceException">The number type is not known.</exception>
    public static long Run(string folder, string to, string numberType, long mostShardBytes)
    {
        var checkpoint = CheckpointReader.Open(folder);
        var stored = checkpoint.StoredType switch { "BF16" => "bf16", "F16" => "fp16", _ => "fp32" };
        var type = ComputeDevice.Processor.NumberType(numberType == "auto" ? stored : numberType);
        using var weights = checkpoint.ReadWeights(ComputeDevice.Processor, type);
        try
        {
            CheckpointWriter.Write(to, weights, from: folder, mostShardBytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The checkpoint could not be written to '{to}': {failure.Message.ReplaceLineEndings(" ")}", failure);
        }

        return weights.Bytes;
    }
}
