using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.Connector;

/// <summary>Answers invokes: the HTTP answer is what the channel shows.</summary>
/// <remarks>Source: Universal Action Model, learn <c>adaptive-cards/authoring-cards/universal-action-model</c>; msteams-docs <c>bot-messages-ai-generated-content.md</c>.</remarks>
internal static class InvokeAnswers
{
    private const string CardType = "application/vnd.microsoft.card.adaptive";
    private const string MessageType = "application/vnd.microsoft.activity.message";
    private const string ErrorType = "application/vnd.microsoft.error";

    /// <returns>The status; the body has been written.</returns>
    public static async Task<int> AnswerAsync(ReceivedActivity received, IMediator mediator, HttpResponse response, ILogger logger) => received.Activity.Name switch
    {
        "adaptiveCard/action" => await PressAsync(received, mediator, response, logger),
        "message/submitAction" => await FeedbackAsync(received, mediator, response),
        "message/fetchTask" => await WriteAsync(response, StatusCodes.Status200OK, FeedbackForm(received.Activity.Locale)),
        _ => StatusCodes.Status501NotImplemented,
    };

    private static async Task<int> PressAsync(ReceivedActivity received, IMediator mediator, HttpResponse response, ILogger logger)
    {
        if (received.Activity.Value is not { ValueKind: JsonValueKind.Object } value
            || !value.TryGetProperty("action", out var action) || action.ValueKind != JsonValueKind.Object
            || (action.TryGetProperty("verb", out var verb) && verb.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)))
            return await WriteAsync(response, StatusCodes.Status400BadRequest, Error(400, "BadRequest", "A card action needs value.action with a verb."));

        var data = action.TryGetProperty("data", out var given) && given.ValueKind == JsonValueKind.Object ? given.GetRawText() : "{}";
        CardAnswer answer;
        try
        {
            answer = await mediator.Send(new PressInConversation(
                received.Channel, received.Conversation, received.Activity.ToPress(received.Content), verb.ValueKind == JsonValueKind.String ? verb.GetString() : null, data), CancellationToken.None);
        }
        catch (Exception failure) when (failure is not FluentValidation.ValidationException) // the channel shows this in the card instead of a dead button
        {
            logger.PressFailed(failure.GetType().Name);
            return await WriteAsync(response, StatusCodes.Status200OK, Error(500, "InternalServerError", "The action failed. Please try again."));
        }

        return await WriteAsync(response, StatusCodes.Status200OK, answer switch
        {
            CardAnswer.NewCard card => Answer(200, CardType, JsonNode.Parse(card.Json)),
            CardAnswer.Message message => Answer(200, MessageType, message.Text),
            _ => Error(400, "NotSupported", "This card's action is not known here."),
        });
    }

    private static async Task<int> FeedbackAsync(ReceivedActivity received, IMediator mediator, HttpResponse response)
    {
        if (FeedbackSignals.InSubmitAction(received.Activity) is not { } thumb)
            return StatusCodes.Status400BadRequest;
        await mediator.Send(received.FeedbackOf(thumb), CancellationToken.None);
        return await WriteAsync(response, StatusCodes.Status200OK, []); // anything in the body is an error to Teams
    }

    /// <summary>For messages whose feedbackLoop is custom; ours are default, but a message can have been sent by an earlier version.</summary>
    private static JsonObject FeedbackForm(string? locale)
    {
        var chinese = locale?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true;
        var card = new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["body"] = new JsonArray(new JsonObject
            {
                ["type"] = "Input.Text",
                ["id"] = "feedbackText",
                ["isMultiline"] = true,
                ["label"] = chinese ? "哪些地方好，哪些地方不好？" : "What was good, what was not?",
            }),
            ["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.Submit", ["title"] = chinese ? "提交" : "Send" }),
        };
        return new JsonObject
        {
            ["task"] = new JsonObject
            {
                ["type"] = "continue",
                ["value"] = new JsonObject
                {
                    ["title"] = chinese ? "反馈" : "Feedback",
                    ["card"] = new JsonObject { ["contentType"] = CardType, ["content"] = card },
                },
            },
        };
    }

    private static JsonObject Answer(int status, string type, JsonNode? value) => new() { ["statusCode"] = status, ["type"] = type, ["value"] = value };

    private static JsonObject Error(int status, string code, string message) => Answer(status, ErrorType, new JsonObject { ["code"] = code, ["message"] = message });

    private static async Task<int> WriteAsync(HttpResponse response, int status, JsonObject body)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(response.BodyWriter, ActivityJson.WriterOptions);
        body.WriteTo(json);
        return status;
    }
}
