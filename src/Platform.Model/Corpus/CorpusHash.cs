using System.Security.Cryptography;
using System.Text;

namespace Platform.Model.Corpus;

/// <summary>Hashes that are the same on every machine and in every year.</summary>
internal static class CorpusHash
{
    /// <summary>First 8 bytes of SHA-256.</summary>
    public static ulong Of(string text) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
