using System.Buffers;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Platform.Bots.Channels.Activities;
using Platform.Bots.Operations;
using Platform.Scenarios.Conversations;

namespace Platform.Bots.Channels.Connector;

/// <summary>Takes one activity off the wire: lets its sender in or not, has it kept, and answers the request at once. The turn runs behind it.</summary>
internal sealed class ActivityReceiver(IOptions<ConnectorOptions> options, ConnectorAuthentication authentication, PublicAddress publicAddress, ILogger<ActivityReceiver> logger)
{
    private readonly int _mostBytes = options.Value.MostActivityBytes;

    public async Task ReceiveAsync(HttpContext http)
    {
        try
        {
            http.Response.StatusCode = await TakeAsync(http);
        }
        catch (KeysUnavailableException)
        {
            http.Response.Headers.RetryAfter = "5";
            http.Because("The keys that tokens are checked with cannot be fetched now. Try again in a moment.");
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (BadHttpRequestException broken)
        {
            http.Response.StatusCode = broken.StatusCode;
        }
        catch (ValidationException invalid)
        {
            logger.ActivityRefused(StatusCodes.Status400BadRequest, string.Join(' ', invalid.Errors.Select(e => e.PropertyName)));
            http.Because(string.Join(' ', invalid.Errors.Select(e => e.ErrorMessage)));
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    /// <returns>The status of the answer; its body, if any, has been written.</returns>
    private async Task<int> TakeAsync(HttpContext http)
    {
        var request = http.Request;
        if (!HttpMethods.IsPost(request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            return StatusCodes.Status405MethodNotAllowed;
        }

        if (await authentication.IdentifyAsync(request.Headers.Authorization, http.RequestAborted) is not { } caller)
            return Refuse(http, StatusCodes.Status401Unauthorized, "The token does not hold.");
        if (!IsJson(request.ContentType))
            return Refuse(http, StatusCodes.Status415UnsupportedMediaType, "The content type is not application/json in UTF-8.");
        if (request.ContentLength > _mostBytes)
            return Refuse(http, StatusCodes.Status413PayloadTooLarge, "The body is larger than Connector:MostActivityBytes.");

        var (activity, content, refusal) = await ReadAsync(http);
        if (activity is null)
            return refusal is null ? Refuse(http, StatusCodes.Status413PayloadTooLarge, "The body is larger than Connector:MostActivityBytes.") : Refuse(http, StatusCodes.Status400BadRequest, refusal);
        if (!authentication.Allows(caller, activity))
            return Refuse(http, caller.Token is null ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized, "The token does not hold for this service URL or channel.");

        var received = new ReceivedActivity(activity, content!, caller.Token is not null);
        return await ActAsync(http, received);
    }

    private async Task<int> ActAsync(HttpContext http, ReceivedActivity received)
    {
        var activity = received.Activity;
        if (activity.Type != ActivityTypes.Invoke && activity.ToHeard(received.Content, reference: null) is null)
            return StatusCodes.Status200OK; // typing, and types that nobody acts upon
        if (activity is not { ChannelId.Length: > 0, Conversation.Id.Length: > 0 })
            return Refuse(http, StatusCodes.Status400BadRequest, "An activity needs a channelId and a conversation.id.");

        var mediator = http.RequestServices.GetRequiredService<IMediator>();
        if (activity.Type == ActivityTypes.Invoke)
            return await InvokeAnswers.AnswerAsync(received, mediator, http.Response, logger);

        var waits = activity.DeliveryMode == DeliveryModes.ExpectReplies;
        var heard = activity.ToHeard(received.Content, received.Reference().ToJson())!;
        switch (await mediator.Send(new HearActivity(received.Channel, received.Conversation, heard, waits), CancellationToken.None))
        {
            case HearOutcome.Accepted accepted:
                await FollowAsync(received, mediator);
                if (waits)
                    await ExpectedReplies.WriteAsync(http.Response, received, accepted.Replies, publicAddress.Of(http.Request));
                return StatusCodes.Status200OK;
            case HearOutcome.Duplicate duplicate: // the sender may not have seen the first answer, and what follows from it may have failed
                await FollowAsync(received, mediator);
                if (waits)
                    await ExpectedReplies.WriteAsync(http.Response, received, await ExpectedReplies.FindAsync(received, duplicate.Sequence, mediator), publicAddress.Of(http.Request));
                return StatusCodes.Status200OK;
            case HearOutcome.Busy:
                http.Response.Headers.RetryAfter = "5";
                return Refuse(http, StatusCodes.Status429TooManyRequests, "Too much of this conversation waits for an answer.");
            case var other:
                throw new InvalidOperationException($"No answer is written for {other.GetType().Name}.");
        }
    }

    /// <summary>What an activity means besides being kept; done twice it comes to the same.</summary>
    private static async Task FollowAsync(ReceivedActivity received, IMediator mediator)
    {
        if (received.Activity is { Type: ActivityTypes.MessageDelete, Id: { Length: > 0 } message })
            await mediator.Send(new EraseMessage(received.Channel, received.Conversation, message));
        else if (FeedbackSignals.InReaction(received.Activity) is { } thumb)
            await mediator.Send(received.FeedbackOf(thumb));
    }

    private async Task<(Activity? Activity, string? Content, string? Refusal)> ReadAsync(HttpContext http)
    {
        var body = http.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > _mostBytes)
            {
                body.AdvanceTo(read.Buffer.End);
                return default;
            }

            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var bytes = read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray();
            var result = ActivityJson.TryParse(bytes, out var activity, out var content, out var refusal) ? (activity, content, null) : ((Activity?)null, (string?)null, refusal);
            body.AdvanceTo(read.Buffer.End);
            return result;
        }
    }

    private static bool IsJson(string? contentType) =>
        contentType == "application/json"
        || (MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    private int Refuse(HttpContext http, int status, string reason)
    {
        logger.ActivityRefused(status, reason);
        http.Because(reason);
        return status;
    }
}

/// <summary>An activity whose sender was let in.</summary>
/// <param name="Content">Its JSON as it came.</param>
/// <param name="Vouched">Whether its sender was authenticated.</param>
internal sealed record ReceivedActivity(Activity Activity, string Content, bool Vouched)
{
    public string Channel => ConnectorChannels.KeptAs(Activity.ChannelId!);

    public string Conversation => Activity.Conversation!.Id!;

    public GiveFeedback FeedbackOf(Thumb thumb) => new(
        Channel, Conversation, thumb.AnswerId is { } id ? new AnswerAddress.Activity(id) : new AnswerAddress.Latest(), thumb.Liked, thumb.Comment);

    public ConversationReference Reference() => ConversationReference.Of(Activity, Vouched);
}
