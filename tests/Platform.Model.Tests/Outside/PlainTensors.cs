using System.Buffers.Binary;
using System.Text.Json;

namespace Platform.Model.Tests.Outside;

/// <summary>A second reader of checkpoint folders, written apart from the product's: everything as double-precision numbers.</summary>
internal sealed class PlainTensors
{
    private readonly Dictionary<string, double[]> _values = new(StringComparer.Ordinal);

    public PlainTensors(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.safetensors"))
        {
            var bytes = File.ReadAllBytes(path);
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
            using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
            foreach (var tensor in header.RootElement.EnumerateObject().Where(p => p.Name != "__metadata__"))
            {
                var offsets = tensor.Value.GetProperty("data_offsets");
                var data = bytes.AsSpan(8 + length)[offsets[0].GetInt32()..offsets[1].GetInt32()];
                _values[tensor.Name] = Decode(data, tensor.Value.GetProperty("dtype").GetString()!);
            }
        }
    }

    public double[] this[string name] => _values[name];

    public bool Has(string name) => _values.ContainsKey(name);

    private static double[] Decode(ReadOnlySpan<byte> data, string type)
    {
        var size = type == "F32" ? 4 : 2;
        var values = new double[data.Length / size];
        for (var i = 0; i < values.Length; i++)
        {
            var one = data.Slice(i * size, size);
            values[i] = type switch
            {
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(one),
                "F16" => (double)BinaryPrimitives.ReadHalfLittleEndian(one),
                _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(one) << 16), // BF16: the upper half of a single
            };
        }

        return values;
    }
}
