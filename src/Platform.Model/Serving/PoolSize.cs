using Platform.Model.Architectures;
using Platform.Model.Layers;

namespace Platform.Model.Serving;

/// <summary>How many blocks a model's key/value pool gets.</summary>
internal static class PoolSize
{
    /// <param name="most">Bytes that it may take where no number of tokens is configured.</param>
    /// <returns>Enough for every running sequence at its longest, or what the bytes hold; at least one block.</returns>
    public static int Blocks(DecoderConfig config, ServedModelOptions model, ServingOptions options, long most)
    {
        var context = model.Context is 0 ? config.Context : Math.Min(model.Context, config.Context);
        var tokens = model.PoolTokens > 0 ? model.PoolTokens : Math.Min((long)options.MostRunning * context, most / BytesOfToken(config));
        return (int)Math.Clamp((tokens + KeyValueCache.BlockTokens - 1) / KeyValueCache.BlockTokens, 1, int.MaxValue / KeyValueCache.BlockTokens);
    }

    /// <summary>Keys and values of all layers in single precision, and what Yuan's filter reads.</summary>
    private static long BytesOfToken(DecoderConfig config) =>
        sizeof(float) * (long)config.Layers * (2 * config.KeyValueHeads * config.HeadSize + (config.LocalizedFilter ? config.Width : 0));
}
