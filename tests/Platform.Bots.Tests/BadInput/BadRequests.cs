using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;

namespace Platform.Bots.Tests.BadInput;

/// <summary>Makes requests that no honest client sends, the same ones for the same seed.</summary>
internal sealed class BadRequests(int seed, IReadOnlyList<RouteEndpoint> endpoints, IReadOnlyList<string> authorizations, IReadOnlyList<string> conversations)
{
    /// <summary>Must never come back as HTML.</summary>
    public const string Script = "<script>alert(4711)</script>";

    private static readonly string[] OddMethods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "FOO"];
    private static readonly string[] OddTypes = ["", "text/html", "application/xml", "application/json; charset=utf-16", "multipart/form-data", "multipart/form-data; boundary=", "application/x-www-form-urlencoded", "a/b; c=\"", "image/svg+xml", "application/octet-stream"];
    private readonly Random _dice = new(seed);
    private readonly BadBodies _bodies = new(seed + 1);

    public HttpRequestMessage Next()
    {
        var endpoint = endpoints[_dice.Next(endpoints.Count)];
        var allowed = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods[_dice.Next(methods.Count)] : "GET";
        var method = Chance(0.85) ? allowed : Pick(OddMethods);
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(PathOf(endpoint) + Query(), UriKind.Relative));
        if (Chance(0.8))
            request.Headers.TryAddWithoutValidation("Authorization", Pick(authorizations));
        AddOddHeaders(request);
        if (method is "POST" or "PUT" or "PATCH" or "DELETE" or "FOO")
            request.Content = Body();
        return request;
    }

    private string PathOf(RouteEndpoint endpoint)
    {
        var path = new StringBuilder();
        foreach (var segment in endpoint.RoutePattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
                path.Append(part switch
                {
                    Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                    Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
                    _ => OddSegment(),
                });
        }

        return path.Length == 0 ? "/" : path.ToString();
    }

    private string OddSegment() => _dice.Next(14) switch
    {
        0 => Uri.EscapeDataString(Script),
        1 => "..%2f..%2fetc%2fpasswd",
        2 => "%00",
        3 => "%ED%A0%80", // half of a surrogate pair
        4 => new string('a', 3000),
        5 => "-1",
        6 => "99999999999999999999",
        7 => Guid.NewGuid().ToString(),
        8 => "%E2%80%AE%E4%B8%AD",
        9 => "%252e%252e%252f",
        10 => "%0d%0aSet-Cookie:%20a=b",
        _ => Uri.EscapeDataString(Pick(conversations)),
    };

    private string Query() => _dice.Next(12) switch
    {
        0 => "?watermark=" + Uri.EscapeDataString(Script),
        1 => "?watermark=-1",
        2 => "?watermark=99999999999999999999999",
        3 => "?watermark=%00&watermark=1&watermark=",
        4 => "?&&&==&%&%zz=%zz",
        5 => "?" + new string('q', 4000),
        6 => "?t=" + new string('.', 50),
        7 => "?userId=" + Uri.EscapeDataString("dl_../" + Script),
        8 => "?page=-1&size=2147483647&sort=" + Uri.EscapeDataString("'; DROP TABLE Turns; --"),
        9 => "?returnUrl=https%3A%2F%2Fevil.example",
        _ => "",
    };

    private void AddOddHeaders(HttpRequestMessage request)
    {
        (string Name, string Value)[] odd =
        [
            ("Accept", "*/*;q=nonsense"), ("Accept", "text/html"), ("Accept-Language", new string('z', 2000)), ("Accept-Language", "zh-" + Script),
            ("Cookie", "a=b; .AspNetCore.Identity.Application=" + new string('x', 1000)), ("Cookie", ".AspNetCore.Culture=c%3D<script>"), ("Origin", "null"), ("Origin", "https://evil.example"),
            ("X-Forwarded-For", "127.0.0.1, " + new string('9', 200)), ("X-Forwarded-Proto", "javascript"), ("X-Forwarded-Host", "evil.example"), ("Range", "bytes=9-1"),
            ("If-Match", "\"\"\"\""), ("Content-Disposition", "form-data; name=\"file\"; filename=\"../../x\""), ("traceparent", "00-zz-zz-00"), ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "-1"), ("Expect", "100-continue"), ("Referer", "javascript:alert(4711)"), ("X-Requested-With", Script),
        ];
        for (var n = _dice.Next(3); n > 0; n--)
        {
            var (name, value) = odd[_dice.Next(odd.Length)];
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private HttpContent Body()
    {
        if (Chance(0.1))
            return _bodies.Multipart();
        var content = new ByteArrayContent(_bodies.Next());
        if (Chance(0.85))
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        else
            content.Headers.TryAddWithoutValidation("Content-Type", Pick(OddTypes));
        return content;
    }

    private bool Chance(double part) => _dice.NextDouble() < part;

    private T Pick<T>(IReadOnlyList<T> from) => from[_dice.Next(from.Count)];
}
