using System.Buffers.Binary;
using System.Text;

namespace Platform.Model.Tensors;

/// <summary>Reads which symbol versions a 64-bit little-endian ELF library asks of others.</summary>
/// <remarks>Source: System V ABI, "Object Files"; Linux Standard Base 5.0, "Symbol Versioning" (.gnu.version_r).</remarks>
internal static class ElfVersions
{
    private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort WeakFlag = 2; // VER_FLG_WEAK: the loader goes on where the version is missing

    /// <summary>Marks every demand for <paramref name="version"/> as weak, in place.</summary>
    /// <returns>False when the image is not such a library or does not ask for the version.</returns>
    public static bool Weaken(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image.StartsWith("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
            return false;

        var (sections, size, count) = ((int)U64(image, 0x28), U16(image, 0x3a), U16(image, 0x3c));
        var found = false;
        for (var i = 0; i < count; i++)
        {
            var section = image.Slice(sections + i * size, size);
            if (U32(section, 4) != VersionNeedSection)
                continue;

            var names = image.Slice(sections + (int)U32(section, 0x28) * size, size);
            found |= WeakenIn(image, (int)U64(section, 0x18), (int)U64(names, 0x18), version);
        }

        return found;
    }

    private static bool WeakenIn(Span<byte> image, int need, int names, string version)
    {
        var wanted = Encoding.ASCII.GetBytes(version + '\0');
        var found = false;
        for (var next = -1; next != 0; need += next) // Verneed: version, count, file, first demand, next
        {
            next = (int)U32(image, need + 12);
            var demand = need + (int)U32(image, need + 8);
            for (var step = -1; step != 0; demand += step) // Vernaux: hash, flags, other, name, next
            {
                step = (int)U32(image, demand + 12);
                if (!image[(names + (int)U32(image, demand + 8))..].StartsWith(wanted))
                    continue;

                BinaryPrimitives.WriteUInt16LittleEndian(image[(demand + 4)..], (ushort)(U16(image, demand + 4) | WeakFlag));
                found = true;
            }
        }

        return found;
    }

    private static ushort U16(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadUInt16LittleEndian(image[at..]);

    private static uint U32(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadUInt32LittleEndian(image[at..]);

    private static ulong U64(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadUInt64LittleEndian(image[at..]);
}
