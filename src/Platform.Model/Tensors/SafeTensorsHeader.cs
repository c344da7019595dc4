using System.Buffers.Binary;
using System.Text.Json;

namespace Platform.Model.Tensors;

/// <summary>What a safetensors file says of itself: its tensors by name, and free text about them.</summary>
/// <param name="DataStart">Where in the file the tensors' bytes begin.</param>
internal sealed record SafeTensorsHeader(IReadOnlyDictionary<string, SafeTensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, long DataStart)
{
    private const long MostBytes = 100_000_000; // the limit of the format's own library

    /// <summary>Reads and checks the header: tensors lie one after another without gap or overlap and fill the file.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or it breaks a rule; the message says which, without the file's name.</exception>
    public static SafeTensorsHeader Read(Stream file)
    {
        var start = new byte[8];
        if (file.Length < 8 || file.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8)
            throw new InvalidDataException($"it has {file.Length} bytes, too few for a safetensors file");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length is < 2 or > MostBytes || (long)length > file.Length - 8)
            throw new InvalidDataException($"its header is said to take {length} bytes, but the file has {file.Length} and a header at most {MostBytes}; it is cut off or no safetensors file");

        var header = new byte[length];
        file.ReadExactly(header);
        if (header[0] != '{')
            throw new InvalidDataException("its header does not begin with '{'; it is no safetensors file");
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return Checked(json.RootElement, 8 + (long)length, file.Length);
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException) // the latter for text that is not UTF-8
        {
            throw new InvalidDataException($"its header is not valid JSON ({OneLine(invalid.Message)})", invalid);
        }
    }

    private static SafeTensorsHeader Checked(JsonElement root, long dataStart, long fileLength)
    {
        var entries = new Dictionary<string, SafeTensorsEntry>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                if (property.Value.ValueKind != JsonValueKind.Object)
                    throw new InvalidDataException("its __metadata__ is not an object");
                foreach (var pair in property.Value.EnumerateObject())
                    metadata[pair.Name] = pair.Value.ToString();
                continue;
            }

            entries.Add(property.Name, SafeTensorsEntry.Read(property.Name, property.Value));
        }

        long at = 0;
        foreach (var entry in entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != at)
                throw new InvalidDataException($"its tensor '{entry.Name}' begins at {entry.Begin}, but the one before it ends at {at}; tensors must lie without gap or overlap");
            at = entry.End;
        }

        if (at != fileLength - dataStart)
            throw new InvalidDataException($"its tensors take {at} bytes, but {fileLength - dataStart} follow the header; it is cut off or damaged");
        return new SafeTensorsHeader(entries, metadata, dataStart);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Type">As the format names it: F32, BF16 …</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">One past the last byte.</param>
internal sealed record SafeTensorsEntry(string Name, string Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Values in the tensor; at most its bytes, which lie in the file.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    public int ElementSize => SizeOf(Type);

    internal static SafeTensorsEntry Read(string name, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String
            || !json.TryGetProperty("shape", out var shape) || !TryWholeNumbers(shape, out var sizes)
            || !json.TryGetProperty("data_offsets", out var offsets) || !TryWholeNumbers(offsets, out var range) || range.Length != 2)
            throw new InvalidDataException($"its tensor '{name}' needs dtype, shape and two data_offsets, whole numbers from 0 on");
        var size = SizeOf(type.GetString()!);
        if (size == 0)
            throw new InvalidDataException($"its tensor '{name}' has the number type '{type.GetString()}', which is not known");

        var bytes = (Int128)size;
        foreach (var one in sizes)
            bytes = bytes == 0 || one == 0 ? 0 : bytes > long.MaxValue ? bytes : bytes * one; // stays far above any file once it is
        if (range[1] < range[0] || bytes != range[1] - range[0])
            throw new InvalidDataException($"its tensor '{name}' of shape [{string.Join(", ", sizes)}] and type {type.GetString()} takes {bytes} bytes, but its data_offsets are {range[0]} and {range[1]}");
        return new SafeTensorsEntry(name, type.GetString()!, sizes, range[0], range[1]);
    }

    /// <returns>Bytes of one value, 0 for a type that is not known.</returns>
    private static int SizeOf(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" => 1,
        _ => 0,
    };

    private static bool TryWholeNumbers(JsonElement json, out long[] numbers)
    {
        numbers = [];
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > 16)
            return false;
        var read = new List<long>();
        foreach (var item in json.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < 0)
                return false;
            read.Add(number);
        }

        numbers = [.. read];
        return true;
    }
}
