using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Model.Layers;
using Platform.Model.Tensors;
using static TorchSharp.torch;

namespace Platform.Model.Checkpoints;

/// <summary>Writes low-rank adapters as the peft library saves them.</summary>
internal static class AdapterWriter
{
    /// <param name="folder">Is made where it is missing.</param>
    /// <param name="foundation">The checkpoint that the adapter changes.</param>
    public static void Write(string folder, IReadOnlyDictionary<(int Layer, string Map), LowRankAdapter> changes, double alpha, bool rankStabilised, string foundation)
    {
        Directory.CreateDirectory(folder);
        var tensors = changes.OrderBy(pair => pair.Key.Layer).ThenBy(pair => pair.Key.Map, StringComparer.Ordinal).SelectMany(pair =>
        {
            var module = string.Create(CultureInfo.InvariantCulture, $"base_model.model.model.layers.{pair.Key.Layer}.{pair.Key.Map}");
            return new[] { KeyValuePair.Create($"{module}.lora_A.weight", pair.Value.A), KeyValuePair.Create($"{module}.lora_B.weight", pair.Value.B) };
        });
        SafeTensorsFile.Write(Path.Combine(folder, "adapter_model.safetensors"), tensors, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });
        var config = new JsonObject
        {
            ["peft_type"] = "LORA",
            ["task_type"] = "CAUSAL_LM",
            ["base_model_name_or_path"] = foundation,
            ["r"] = changes.Values.First().A.shape[0],
            ["lora_alpha"] = alpha,
            ["use_rslora"] = rankStabilised,
            ["lora_dropout"] = 0.0,
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["target_modules"] = new JsonArray([.. changes.Keys.Select(key => key.Map.Split('.')[^1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
        };
        File.WriteAllText(Path.Combine(folder, "adapter_config.json"), config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }
}
