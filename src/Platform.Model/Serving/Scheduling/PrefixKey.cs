using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Model.Serving.Scheduling;

/// <summary>What a block of computed tokens is found by: a hash over everything before it, its own tokens, adapter, tenant and salt.</summary>
/// <remarks>Cryptographic, because a collision would show one person's text to another's model.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PrefixKey(UInt128 Value)
{
    /// <summary>The key before the first token.</summary>
    public static PrefixKey Root(int adapter, string? tenant, string? salt)
    {
        // lengths keep ("a", "bc") and ("ab", "c") apart
        var words = Encoding.UTF8.GetBytes($"{adapter}|{tenant?.Length ?? -1}|{tenant}|{salt?.Length ?? -1}|{salt}");
        return Of(words);
    }

    public PrefixKey Next(ReadOnlySpan<int> tokens)
    {
        Span<byte> bytes = stackalloc byte[16 + tokens.Length * sizeof(int)];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, Value);
        MemoryMarshal.AsBytes(tokens).CopyTo(bytes[16..]);
        return Of(bytes);
    }

    private static PrefixKey Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new PrefixKey(BinaryPrimitives.ReadUInt128LittleEndian(hash));
    }
}
