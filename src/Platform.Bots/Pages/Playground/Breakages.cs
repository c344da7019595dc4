using System.Text.Json.Nodes;

namespace Platform.Bots.Pages.Playground;

/// <summary>Ways to break a request on purpose, so that a program's handling of errors can be tried out.</summary>
internal enum Breakage
{
    None = 0,

    /// <summary>401.</summary>
    BadKey = 1,

    /// <summary>429 with Retry-After.</summary>
    OverQuota = 2,

    /// <summary>400, the body is no JSON.</summary>
    MalformedBody = 3,

    /// <summary>400, prompt and answer do not fit into the context.</summary>
    TooLong = 4,

    /// <summary>404.</summary>
    UnknownModel = 5,

    /// <summary>The client goes away in the middle of the answer.</summary>
    StopMidStream = 6,
}

internal static class Breakages
{
    /// <returns>The body that is sent.</returns>
    public static string Body(Breakage breakage, JsonObject request)
    {
        switch (breakage)
        {
            case Breakage.MalformedBody:
                return request.ToJsonString()[..^2];
            case Breakage.TooLong:
                request["max_tokens"] = int.MaxValue;
                break;
            case Breakage.UnknownModel:
                request["model"] = "no-such-model";
                break;
        }

        return request.ToJsonString();
    }
}
