using System.Buffers.Binary;
using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Tensors;

/// <summary>A safetensors file: named tensors, mapped into memory when read.</summary>
internal sealed class SafeTensorsFile
{
    private static readonly Dictionary<ScalarType, string> Types = new()
    {
        [ScalarType.Float32] = "F32",
        [ScalarType.Float16] = "F16",
        [ScalarType.BFloat16] = "BF16",
    };

    private readonly string _path;
    private readonly SafeTensorsHeader _header;

    private SafeTensorsFile(string path, SafeTensorsHeader header)
    {
        _path = path;
        _header = header;
    }

    public IReadOnlyDictionary<string, SafeTensorsEntry> Entries => _header.Entries;

    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <exception cref="InvalidDataException">The file breaks a rule of the format; the message is part of a sentence.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafeTensorsFile Open(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return new SafeTensorsFile(path, SafeTensorsHeader.Read(file));
        }
        catch (InvalidDataException broken)
        {
            throw new InvalidDataException($"the file '{Path.GetFileName(path)}' is broken: {broken.Message}", broken);
        }
    }

    /// <summary>
    /// A tensor by its name. Where number type and device stay as they are in the file, it is the file itself, mapped (nothing is copied; writing to it
    /// changes memory only): the file must then not be cut short while the tensor lives. Replacing it by renaming is safe.
    /// </summary>
    /// <returns>The caller's scope disposes it.</returns>
    /// <exception cref="InvalidDataException">Its type is none of F32, F16 and BF16.</exception>
    public Tensor Read(string name, Device device, ScalarType type)
    {
        var entry = Entries[name];
        var stored = Types.FirstOrDefault(pair => pair.Value == entry.Type);
        if (stored.Value is null)
            throw new InvalidDataException($"the tensor '{name}' in '{Path.GetFileName(_path)}' has the number type {entry.Type}; F32, F16 and BF16 can be used");

        using var scope = NewDisposeScope();
        var read = (entry.Count == 0 ? empty([.. entry.Shape], stored.Key) : Stored(entry, stored.Key)).to(type, device);
        return read.MoveToOuterDisposeScope();
    }

    /// <summary>Fills tensors with those of the same names, in single precision.</summary>
    public void ReadInto(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var (name, tensor) in tensors)
            tensor.copy_(Read(name, CPU, ScalarType.Float32).view(tensor.shape));
    }

    private Tensor Stored(SafeTensorsEntry entry, ScalarType type)
    {
        var offset = _header.DataStart + entry.Begin;
        if (offset % entry.ElementSize != 0)
            return Copied(entry, type, offset);

        var length = new FileInfo(_path).Length;
        if (length < offset + entry.End - entry.Begin)
            throw new InvalidDataException($"the file '{Path.GetFileName(_path)}' was cut short while it was read");
        return from_file(_path, shared: false, length / entry.ElementSize, type).narrow(0, offset / entry.ElementSize, entry.Count).view([.. entry.Shape]);
    }

    /// <summary>Processors read numbers from addresses that are multiples of their size.</summary>
    private Tensor Copied(SafeTensorsEntry entry, ScalarType type, long offset)
    {
        var tensor = empty([.. entry.Shape], type);
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        file.Position = offset;
        file.ReadExactly(tensor.bytes);
        return tensor;
    }

    /// <summary>Writes tensors in the given order; what is written, Hugging Face's library opens.</summary>
    /// <param name="tensors">F32, F16 or BF16, on any device; each is fetched only while it is written.</param>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var all = tensors.ToList();
        var header = new JsonObject { ["__metadata__"] = new JsonObject(metadata.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))) };
        long at = 0;
        foreach (var (name, tensor) in all)
        {
            var end = at + tensor.numel() * tensor.element_size();
            header[name] = new JsonObject
            {
                ["dtype"] = Types[tensor.dtype],
                ["shape"] = new JsonArray([.. tensor.shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(at, end),
            };
            at = end;
        }

        var json = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        var padded = (json.Length + 7) / 8 * 8; // so that every tensor lies at a multiple of its element's size
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        file.Write(length);
        file.Write(json);
        for (var i = json.Length; i < padded; i++)
            file.WriteByte((byte)' ');
        foreach (var (_, tensor) in all)
            WriteValues(file, tensor);
        file.Flush(flushToDisk: true);
    }

    private static void WriteValues(FileStream file, Tensor tensor)
    {
        const long Most = 1 << 28; // values in a piece: a span holds at most 2³¹ bytes
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu().contiguous().view(-1);
        for (long start = 0; start < flat.numel(); start += Most)
            file.Write(flat.narrow(0, start, Math.Min(Most, flat.numel() - start)).contiguous().bytes);
    }
}
