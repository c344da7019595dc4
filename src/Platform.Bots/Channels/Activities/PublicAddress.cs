using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Platform.Bots.Channels.Activities;

/// <summary>Section <c>Platform</c>, what concerns addresses.</summary>
internal sealed class PublicAddressOptions : IValidatableObject
{
    /// <summary>Where people reach the platform when a proxy stands before it, for example <c>https://bot.example.org/</c>; null when requests say it rightly.</summary>
    public Uri? PublicUrl { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.Fragment.Length > 0))
            yield return new ValidationResult($"Platform:PublicUrl is '{url}', which is no address of a site. Write for example https://bot.example.org/.");
    }
}

/// <summary>Makes the addresses that are given to clients.</summary>
internal sealed class PublicAddress(IOptions<PublicAddressOptions> options)
{
    /// <summary>The platform's root as this client reaches it, with a slash at its end.</summary>
    public Uri Of(HttpRequest request)
    {
        if (options.Value.PublicUrl is { } configured)
            return configured.AbsoluteUri.EndsWith('/') ? configured : new Uri(configured.AbsoluteUri + "/");
        return new Uri($"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}/");
    }

    /// <summary>The origin that a page of the platform itself has.</summary>
    public string OriginOf(HttpRequest request) => Of(request).GetLeftPart(UriPartial.Authority);
}
