using System.Buffers;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Pipeline;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Takes what clients say, and gives polling clients what was said.</summary>
internal static class ActivityEndpoints
{
    private const int TurnsPerPage = 100;

    public static async Task<IResult> Post(HttpContext http, string id, ClientActivities activities, IOptions<DirectLineOptions> options)
    {
        using var span = Traces.Source.StartActivity("directline in");
        var caller = TokenEndpoints.Caller(http);
        if (caller.Refuses(id) is { } refusal)
            return refusal;
        if (!RequestBody.IsJson(http.Request))
            return DirectLineError.WrongType("application/json");
        if (await RequestBody.ReadAsync(http.Request.Body, http.Request.ContentLength, options.Value.LargestRequest, http.RequestAborted) is not { } body)
            return DirectLineError.TooLarge;
        if (!ActivityJson.TryParse(body, out var activity, out var content, out var rule))
            return DirectLineError.BadArgument(rule);
        return await activities.TakeAsync(new ClientActivity(id, activity, content, caller.Grant?.User), http.RequestAborted);
    }

    public static async Task<IResult> Read(HttpContext http, string id, IMediator mediator, TurnActivities turns, PublicAddress address)
    {
        if (TokenEndpoints.Caller(http).Refuses(id) is { } refusal)
            return refusal;
        if (!Watermark.TryParse(http.Request.Query["watermark"], out var place))
            return DirectLineError.BadArgument("The watermark is not one of this service.");

        var after = place ?? 0;
        while (true) // past pages of which nothing is for clients
        {
            if (await mediator.Send(new ReadTurns(DirectLineChannel.Name, id, after, TurnsPerPage), http.RequestAborted) is not { } page)
                return DirectLineError.NoSuchConversation;
            after = page.Count > 0 ? page[^1].Sequence : after;
            if (page.Any(TurnActivities.IsForClients) || page.Count < TurnsPerPage)
                return TypedResults.Bytes(turns.SetOf(id, page, address.Of(http.Request), after), "application/json; charset=utf-8");
        }
    }
}
