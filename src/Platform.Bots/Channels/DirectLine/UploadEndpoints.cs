using MediatR;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Uploads;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Takes files into conversations and gives them to whoever knows their address.</summary>
internal static class UploadEndpoints
{
    private const int LargestEnvelope = 1 << 20; // part headers and the activity

    /// <summary>Shown in the page; everything else is only downloaded, because it could run there.</summary>
    private static readonly HashSet<string> PlainImages = new(StringComparer.OrdinalIgnoreCase) { "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp" };

    public static async Task<IResult> Post(HttpContext http, string id, ClientActivities activities, IMediator mediator, PublicAddress address, IOptions<DirectLineOptions> options)
    {
        var caller = TokenEndpoints.Caller(http);
        if (caller.Refuses(id) is { } refusal)
            return refusal;
        var user = caller.Grant?.User ?? http.Request.Query["userId"].ToString();
        if (user.Length == 0)
            return DirectLineError.BadArgument("userId is missing.");
        if (id.Length > 100 || await mediator.Send(new FindConversation(DirectLineChannel.Name, id, null), http.RequestAborted) is null)
            return DirectLineError.NoSuchConversation;

        http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = options.Value.LargestUpload + LargestEnvelope;
        if (http.Request.ContentLength > options.Value.LargestUpload + LargestEnvelope)
            return DirectLineError.TooLarge;
        var upload = new UploadBody(id, mediator, options.Value);
        var unreadable = await upload.ReadAsync(http.Request, http.RequestAborted);
        var taken = unreadable ?? await activities.TakeAsync(upload.ToActivity(user, caller.Grant?.User, address.Of(http.Request)), http.RequestAborted);
        if (taken is DirectLineError)
            await upload.ForgetAsync();
        return taken;
    }

    public static async Task<IResult> Read(HttpContext http, string key, IMediator mediator, IOptions<DirectLineOptions> options, TimeProvider clock)
    {
        if (await mediator.Send(new OpenUpload(key, clock.GetUtcNow() - options.Value.UploadLifetime), http.RequestAborted) is not { } file)
            return DirectLineError.NoSuchRoute;

        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"; // web chats on other sites show it
        headers.CacheControl = "private, max-age=3600";
        if (PlainImages.Contains(file.ContentType))
            return TypedResults.Stream(file.Bytes, file.ContentType);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.Name);
        headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(file.Bytes, "application/octet-stream");
    }
}
