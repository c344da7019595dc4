using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Platform.Data;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Secrets and the key of tokens: configured, or made once and kept in the data folder where only the owner reads them.</summary>
internal sealed class DirectLineKeys
{
    private const string SecretFile = "directline.secret";
    private const string KeyFile = "directline.key";

    private readonly Lazy<byte[][]> _secretHashes;
    private readonly Lazy<byte[]> _signingKey;

    public DirectLineKeys(IOptions<DirectLineOptions> options, IOptions<DataOptions> data, ILogger<DirectLineKeys> logger)
    {
        _secretHashes = new(() =>
        {
            var configured = options.Value.Secrets.Where(s => !string.IsNullOrWhiteSpace(s)).Select(s => s.Trim()).ToList();
            return [.. (configured.Count > 0 ? configured : [Kept(data.Value, SecretFile, logger)]).Select(Hash)];
        });
        _signingKey = new(() => Hash(options.Value.SigningKey is { Length: > 0 } key ? key : Kept(data.Value, KeyFile, logger)));
    }

    public byte[] SigningKey => _signingKey.Value;

    /// <summary>Takes the same time for every wrong value.</summary>
    public bool IsSecret(string value)
    {
        var hash = Hash(value);
        var found = false;
        foreach (var secret in _secretHashes.Value)
            found |= CryptographicOperations.FixedTimeEquals(secret, hash);
        return found;
    }

    /// <summary>Makes what is to be made, so that a folder that cannot be written stops the start and not the first visitor.</summary>
    public void Prepare()
    {
        _ = _secretHashes.Value;
        _ = _signingKey.Value;
    }

    private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));

    private static string Kept(DataOptions data, string name, ILogger logger)
    {
        var folder = data.FullPath("keys");
        var path = Path.Combine(folder, name);
        if (!File.Exists(path) && TryMake(folder, path))
            logger.KeyMade(path);
        return File.ReadAllText(path).Trim() is { Length: > 0 } value
            ? value
            : throw new InvalidDataException($"The key file '{path}' is empty. Delete it to have a new one made, which ends all running tokens.");
    }

    private static bool TryMake(string folder, string path)
    {
        var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, owner | UnixFileMode.UserExecute);
            file.UnixCreateMode = owner;
        }

        var made = $"{path}.{Guid.NewGuid():N}";
        using (var writer = new StreamWriter(made, file))
            writer.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        try
        {
            File.Move(made, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path)) // another process was first, and its key counts
        {
            File.Delete(made);
            return false;
        }
    }
}
