using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Platform.Data;

namespace Platform.Scenarios.Uploads;

/// <summary>Where the bytes of uploads lie, and how their addresses are made. No name that came from outside ever becomes a path.</summary>
internal sealed class UploadFiles(IOptions<DataOptions> options)
{
    private const int KeyBytes = 24;

    public string Folder => options.Value.FullPath("uploads");

    public string PathOf(Guid id) => Path.Combine(Folder, id.ToString("N"));

    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
