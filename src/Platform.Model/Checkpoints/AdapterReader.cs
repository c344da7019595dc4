using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Model.Architectures;
using Platform.Model.Layers;
using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Checkpoints;

/// <summary>Reads low-rank adapters as the peft library saves them: adapter_config.json and adapter_model.safetensors.</summary>
internal static partial class AdapterReader
{
    private const string ConfigFile = "adapter_config.json";
    private const string WeightsFile = "adapter_model.safetensors";

    /// <param name="config">Of the network that the adapter was trained on.</param>
    /// <returns>In single precision on the processor; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">The folder cannot be used; one sentence says why.</exception>
    public static DecoderAdapter Read(string folder, DecoderConfig config) => CheckpointReader.Guarded(folder, () =>
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException("there is no such folder");
        var settings = ConfigFields.Parse(CheckpointText.Read(folder, ConfigFile), ConfigFile, out var document);
        using (document)
        {
            Refuse(settings);
            if (!File.Exists(Path.Combine(folder, WeightsFile)))
                throw new InvalidDataException($"{WeightsFile} is missing");
            return Read(SafeTensorsFile.Open(Path.Combine(folder, WeightsFile)), settings, config);
        }
    });

    private static DecoderAdapter Read(SafeTensorsFile file, ConfigFields settings, DecoderConfig config)
    {
        using var scope = NewDisposeScope();
        var shapes = TensorLayout.Needed(config).ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        var changes = new Dictionary<(int Layer, string Map), LowRankAdapter>();
        var names = file.Entries.Keys.Select(name => (Name: name, Match: TensorName().Match(name))).ToList();
        if (names.FirstOrDefault(name => !name.Match.Success) is { Name: { } strange })
            throw new InvalidDataException($"the tensor '{strange}' in {WeightsFile} changes no linear map of a layer; only those can be adapted");
        if (names.Count == 0)
            throw new InvalidDataException($"{WeightsFile} holds no tensors");

        foreach (var (layer, map, module) in names.Select(n => (n.Match.Groups["layer"].Value, n.Match.Groups["map"].Value, n.Match.Groups["module"].Value)).Distinct())
        {
            if (!int.TryParse(layer, CultureInfo.InvariantCulture, out var number) || !shapes.TryGetValue(TensorLayout.Layer(number, $"{map}.weight"), out var shape))
                throw new InvalidDataException($"{WeightsFile} adapts '{module}', which the network does not have");
            var (a, b) = (Half(file, $"{module}.lora_A.weight"), Half(file, $"{module}.lora_B.weight"));
            if (a.Shape.Count != 2 || b.Shape.Count != 2 || a.Shape[0] != b.Shape[1] || a.Shape[1] != shape[1] || b.Shape[0] != shape[0] || a.Shape[0] == 0)
                throw new InvalidDataException($"the adapter of '{module}' has the shapes [{string.Join(", ", a.Shape)}] and [{string.Join(", ", b.Shape)}]; [rank, {shape[1]}] and [{shape[0]}, rank] are needed");
            changes[(number, map)] = new LowRankAdapter(
                file.Read(a.Name, CPU, ScalarType.Float32), file.Read(b.Name, CPU, ScalarType.Float32), Scale(settings, module, a.Shape[0]));
        }

        if (config.LocalizedFilter)
            Yuan(changes, config);
        foreach (var change in changes.Values)
        {
            change.A.DetachFromDisposeScope();
            change.B.DetachFromDisposeScope();
        }

        return new DecoderAdapter(changes);
    }

    /// <summary>The stored maps hold queries and keys head by head in turn; so do changes of their rows. Both changes meet in one of twice the rank, whose rows are then parted.</summary>
    private static void Yuan(Dictionary<(int Layer, string Map), LowRankAdapter> changes, DecoderConfig config)
    {
        foreach (var layer in changes.Keys.Where(key => key.Map is "self_attn.q_proj" or "self_attn.k_proj").Select(key => key.Layer).Distinct().ToList())
        {
            var none = new LowRankAdapter(zeros(1, config.Width), zeros(config.Width, 1), 1);
            var (q, k) = (changes.GetValueOrDefault((layer, "self_attn.q_proj"), none), changes.GetValueOrDefault((layer, "self_attn.k_proj"), none));
            var down = cat([q.A, k.A], 0); // (rank of q + rank of k, C)
            var first = cat([q.B * q.Scale, zeros(config.Width, k.B.shape[1])], 1);
            var second = cat([zeros(config.Width, q.B.shape[1]), k.B * k.Scale], 1);
            var (query, key) = InterleavedHeads.Part(first, second, config.QueryHeads);
            changes[(layer, "self_attn.q_proj")] = new LowRankAdapter(down, query, 1);
            changes[(layer, "self_attn.k_proj")] = new LowRankAdapter(down.clone(), key, 1);
        }
    }

    private static SafeTensorsEntry Half(SafeTensorsFile file, string name) =>
        file.Entries.TryGetValue(name, out var entry) ? entry : throw new InvalidDataException($"the tensor '{name}' is missing in {WeightsFile}");

    private static double Scale(ConfigFields settings, string module, long rank)
    {
        var alpha = settings.Number("lora_alpha") ?? 8;
        if (settings["alpha_pattern"] is { ValueKind: JsonValueKind.Object } patterns)
            foreach (var pattern in patterns.EnumerateObject())
                alpha = !pattern.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') || pattern.Value.ValueKind != JsonValueKind.Number
                    ? throw new InvalidDataException($"alpha_pattern in {ConfigFile} names '{pattern.Name}'; plain names of modules with numbers can be used")
                    : module.EndsWith($".{pattern.Name}", StringComparison.Ordinal) ? pattern.Value.GetDouble() : alpha;
        return settings.Flag("use_rslora", otherwise: false) ? alpha / Math.Sqrt(rank) : alpha / rank;
    }

    private static void Refuse(ConfigFields settings)
    {
        if (settings.Text("peft_type") is var type and not "LORA")
            throw new InvalidDataException($"peft_type in {ConfigFile} is '{type}'; LORA can be used");
        foreach (var flag in new[] { "use_dora", "fan_in_fan_out", "lora_bias" })
            if (settings.Flag(flag, otherwise: false))
                throw new InvalidDataException($"{flag} in {ConfigFile} is true, which is not supported");
        if (settings.Text("bias") is { } bias and not "none")
            throw new InvalidDataException($"bias in {ConfigFile} is '{bias}'; none can be used");
        if (settings["modules_to_save"] is { ValueKind: JsonValueKind.Array } saved && saved.GetArrayLength() > 0)
            throw new InvalidDataException($"modules_to_save in {ConfigFile} is not empty; only low-rank changes can be used");
    }

    [GeneratedRegex(@"^(?<module>base_model\.model\.model\.layers\.(?<layer>\d{1,6})\.(?<map>self_attn\.[qkvo]_proj|mlp\.(gate|up|down)_proj))\.lora_[AB]\.weight$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TensorName();
}
