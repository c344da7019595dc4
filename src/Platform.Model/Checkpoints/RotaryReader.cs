using Platform.Model.Architectures;
using Platform.Model.Layers;

namespace Platform.Model.Checkpoints;

/// <summary>Reads rotary settings: rope_theta and rope_scaling of older config files, rope_parameters of newer ones.</summary>
internal static class RotaryReader
{
    private const double Usual = 10_000;

    /// <exception cref="InvalidDataException">They are of a kind that is not supported; the message is part of a sentence.</exception>
    public static (double Base, RotaryScaling? Scaling) Read(ConfigFields config, DecoderFamily family)
    {
        if (family == DecoderFamily.Yuan)
            return (Usual, null); // its published code reads neither

        // rope_scaling, where it is given, stands before rope_parameters; so does a base within before one outside
        var given = config.Object("rope_scaling") ?? config.Object("rope_parameters");
        if (given?.Object("full_attention") is { } byLayer)
            given = byLayer;
        var rotaryBase = given?.Number("rope_theta") ?? config.Number("rope_theta") ?? Usual;
        if ((given?.Number("partial_rotary_factor") ?? config.Number("partial_rotary_factor") ?? 1) != 1)
            throw new InvalidDataException("partial_rotary_factor in config.json is not 1; only rotary embedding of whole heads is supported");
        return (rotaryBase, given is { } fields ? Scaling(fields, config) : null);
    }

    private static RotaryScaling? Scaling(ConfigFields given, ConfigFields config)
    {
        switch (given.Text("rope_type") ?? given.Text("type") ?? "default")
        {
            case "default":
                return null;
            case "linear":
                return RotaryScaling.Linear(Factor(given));
            case "llama3":
                var scaling = new RotaryScaling(Factor(given), Needed(given, "low_freq_factor"), Needed(given, "high_freq_factor"),
                    given.Whole("original_max_position_embeddings") ?? config.Whole("original_max_position_embeddings") ?? throw Missing("original_max_position_embeddings"));
                if (!(scaling.LowFrequencyFactor > 0 && scaling.HighFrequencyFactor > scaling.LowFrequencyFactor && scaling.OriginalContext > 0))
                    throw new InvalidDataException($"the rope scaling in config.json needs 0 < low_freq_factor ({scaling.LowFrequencyFactor}) < high_freq_factor ({scaling.HighFrequencyFactor}) and an original context ({scaling.OriginalContext}) above 0");
                return scaling;
            case var other:
                throw new InvalidDataException($"the rope type in config.json is '{other}'; default, linear and llama3 can be used");
        }
    }

    private static double Factor(ConfigFields given) => Needed(given, "factor") is >= 1 and var factor
        ? factor
        : throw new InvalidDataException($"the factor of the rope scaling in config.json is {given.Number("factor")}; it must be from 1 on");

    private static double Needed(ConfigFields given, string name) => given.Number(name) ?? throw Missing(name);

    private static InvalidDataException Missing(string name) => new($"the rope scaling in config.json does not say {name}");
}
