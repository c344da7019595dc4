using System.Globalization;
using System.Text.Json;
using Platform.Model.Architectures;
using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Checkpoints;

/// <summary>The safetensors files of a folder as one collection of tensors: a single file, or shards under an index.</summary>
internal sealed class TensorFiles
{
    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";

    private readonly Dictionary<string, SafeTensorsFile> _fileOf = new(StringComparer.Ordinal);
    private string _prefix = TensorLayout.Prefix;

    public bool HasHead => _fileOf.ContainsKey(TensorLayout.Head);

    /// <summary>Opens the files and checks their headers; no values are read.</summary>
    /// <exception cref="InvalidDataException">Something is missing or broken; the message is part of a sentence.</exception>
    public static TensorFiles Open(string folder)
    {
        var files = new TensorFiles();
        if (File.Exists(Path.Combine(folder, Single)))
            files.Add(SafeTensorsFile.Open(Path.Combine(folder, Single)));
        else if (File.Exists(Path.Combine(folder, Index)))
            files.AddShards(folder);
        else if (Directory.EnumerateFiles(folder, "pytorch_model*.bin").Any())
            throw new InvalidDataException($"it holds its weights in pytorch_model.bin only; save them as {Single}");
        else
            throw new InvalidDataException($"it holds neither {Single} nor {Index}");

        if (!files._fileOf.ContainsKey(TensorLayout.Prefix + TensorLayout.Embedding) && files._fileOf.ContainsKey(TensorLayout.Embedding))
            files._prefix = ""; // saved from the network below the head
        return files;
    }

    /// <summary>Checks that the network's tensors are there, in their shapes, and none in its layers that it has no place for.</summary>
    /// <exception cref="InvalidDataException">They are not; the message is part of a sentence.</exception>
    public void Check(DecoderConfig config)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, shape) in TensorLayout.Needed(config)) // one by one: a config may speak of millions of layers
            Check(known, _prefix + name, shape);
        if (!config.TiedHead || HasHead)
            Check(known, TensorLayout.Head, [config.VocabularySize, config.Width]);

        foreach (var name in _fileOf.Keys.Where(name => name.StartsWith($"{_prefix}layers.", StringComparison.Ordinal) && !known.Contains(name) && !name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal)))
        {
            var number = name[$"{_prefix}layers.".Length..].Split('.')[0];
            throw new InvalidDataException(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var layer) && layer >= config.Layers
                ? $"it holds the tensor '{name}', but {ConfigReader.File} says that there are {config.Layers} layers"
                : $"it holds the tensor '{name}', for which a {config.Family} network as {ConfigReader.File} describes it has no place");
        }
    }

    private void Check(HashSet<string> known, string name, long[] shape)
    {
        if (!_fileOf.TryGetValue(name, out var file))
            throw new InvalidDataException($"the tensor '{name}' is missing");
        var entry = file.Entries[name];
        if (!entry.Shape.SequenceEqual(shape))
            throw new InvalidDataException($"the tensor '{name}' has the shape [{string.Join(", ", entry.Shape)}], but {ConfigReader.File} makes it [{string.Join(", ", shape)}]");
        if (entry.Type is not ("F32" or "F16" or "BF16"))
            throw new InvalidDataException($"the tensor '{name}' has the number type {entry.Type}; F32, F16 and BF16 can be used");
        known.Add(name);
    }

    /// <summary>A tensor by its name below the prefix, as it is stored where no number type is given.</summary>
    public Tensor Read(string name, Device device, ScalarType? type)
    {
        var full = name == TensorLayout.Head ? name : _prefix + name;
        var file = _fileOf[full];
        var stored = file.Entries[full].Type switch { "F16" => ScalarType.Float16, "BF16" => ScalarType.BFloat16, _ => ScalarType.Float32 };
        return file.Read(full, device, type ?? stored);
    }

    /// <summary>How the embedding is stored.</summary>
    public string StoredType => _fileOf.TryGetValue(_prefix + TensorLayout.Embedding, out var file) ? file.Entries[_prefix + TensorLayout.Embedding].Type : "";

    private void Add(SafeTensorsFile file)
    {
        foreach (var name in file.Entries.Keys)
            _fileOf[name] = file;
    }

    private void AddShards(string folder)
    {
        var index = ConfigFields.Parse(CheckpointText.Read(folder, Index), Index, out var document);
        using (document)
        {
            if (index["weight_map"] is not { ValueKind: JsonValueKind.Object } map)
                throw new InvalidDataException($"{Index} has no weight_map");
            var places = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in map.EnumerateObject())
                places[entry.Name] = entry.Value.ValueKind == JsonValueKind.String
                    ? entry.Value.GetString()!
                    : throw new InvalidDataException($"{Index} names no file for the tensor '{entry.Name}'");
            if (places.Count == 0)
                throw new InvalidDataException($"the weight_map of {Index} is empty");

            var shards = places.Values.Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => OpenShard(folder, name), StringComparer.Ordinal);
            foreach (var shard in shards.Values)
                Add(shard); // what the index does not list is there all the same
            foreach (var (tensor, shard) in places)
                _fileOf[tensor] = shards[shard].Entries.ContainsKey(tensor)
                    ? shards[shard]
                    : throw new InvalidDataException($"{Index} says that the tensor '{tensor}' is in '{shard}', where it is not");
        }
    }

    /// <summary>Names come from a file that others wrote: they must not lead out of the folder.</summary>
    private static SafeTensorsFile OpenShard(string folder, string name)
    {
        var plain = name.Length is > 0 and < 256 && name.EndsWith(".safetensors", StringComparison.Ordinal) && !name.StartsWith('.')
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
        if (!plain)
            throw new InvalidDataException($"{Index} names the file '{(name.Length > 80 ? $"{name[..80]}…" : name).ReplaceLineEndings(" ")}'; a plain name that ends in .safetensors is needed");
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            throw new InvalidDataException($"the file '{name}', which {Index} names, is missing");
        return SafeTensorsFile.Open(path);
    }
}
