using System.ComponentModel.DataAnnotations;

namespace Platform.Bots.OpenPlatform;

/// <summary>Section <c>OpenPlatform</c>: the addresses under <c>/v1</c> that outside applications call.</summary>
internal sealed class OpenPlatformOptions
{
    /// <summary>Bytes of one request's body.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public long MostBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Sites whose pages may call (CORS); <c>*</c> for any. A key can narrow it further.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}
