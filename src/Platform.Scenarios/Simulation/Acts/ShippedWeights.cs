using System.Security.Cryptography;
using System.Text;

namespace Platform.Scenarios.Simulation.Acts;

/// <summary>Weights of the recogniser that ships, learned before and kept in a folder: <c>shipped-FAMILY-LANG-VERSION.bin</c>, a digest of name and weights before the weights.</summary>
internal sealed class ShippedWeights(string folder)
{
    private const string Ending = ".bin";

    /// <returns>Null when there are none, and when the file is broken or another's.</returns>
    public ActJudge? Read(string family, string lang, string version)
    {
        var name = NameOf(family, lang, version);
        try
        {
            if (!File.Exists(Path.Combine(folder, name)))
                return null;
            var file = File.ReadAllBytes(Path.Combine(folder, name));
            if (file.Length < SHA256.HashSizeInBytes || !file.AsSpan(0, SHA256.HashSizeInBytes).SequenceEqual(Digest(name, file.AsSpan(SHA256.HashSizeInBytes))))
                return null;
            using var weights = new MemoryStream(file, SHA256.HashSizeInBytes, file.Length - SHA256.HashSizeInBytes, writable: false);
            return ActJudge.Read(weights);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Keeps them whole or not at all, in the place of every other version of this family and language.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Keep(ShippedJudge learned)
    {
        using var weights = new MemoryStream();
        learned.Judge.Write(weights);
        var body = weights.GetBuffer().AsSpan(0, (int)weights.Length);
        var name = NameOf(learned.Family, learned.Lang, learned.Version);
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, $"{name}.{Path.GetRandomFileName()}"); // another server may write the same at this moment
        using (var file = File.Create(unfinished))
        {
            file.Write(Digest(name, body));
            file.Write(body);
        }

        File.Move(unfinished, Path.Combine(folder, name), overwrite: true);
        foreach (var other in Directory.EnumerateFiles(folder, $"{Prefix(learned.Family, learned.Lang)}*{Ending}").Where(path => Path.GetFileName(path) != name).ToList())
            File.Delete(other);
    }

    private static byte[] Digest(string name, ReadOnlySpan<byte> weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(name));
        hash.AppendData(weights);
        return hash.GetHashAndReset();
    }

    private static string NameOf(string family, string lang, string version) => Prefix(family, lang) + version + Ending;

    private static string Prefix(string family, string lang) => $"shipped-{family}-{lang}-";
}
