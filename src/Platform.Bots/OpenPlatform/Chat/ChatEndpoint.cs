using Platform.Bots.OpenPlatform.Answers;
using Platform.Bots.OpenPlatform.Calls;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Model.Routes;
using Platform.Model.Serving;
using Platform.Model.Tokenization;

namespace Platform.Bots.OpenPlatform.Chat;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(ModelHost host, ModelDirectory directory, TimeProvider clock)
{
    public async Task HandleAsync(ApiCall call)
    {
        var fields = await call.ReadAsync();
        await directory.AnswerAsync(call, "chat/completions", target => AnswerAsync(call, fields, target));
    }

    private async Task AnswerAsync(ApiCall call, RequestFields fields, ModelTarget.Local target)
    {
        var body = ChatBody.Read(fields);
        call.WarnOf(fields);
        await using var events = host.GenerateAsync(RequestOf(body, target, call), call.Aborted).GetAsyncEnumerator(call.Aborted);
        await events.MoveNextAsync(); // admitted, or refused while a status can still say so
        var head = AnswerHead.Of("chatcmpl", body.Stream ? "chat.completion.chunk" : "chat.completion", call.Http.TraceIdentifier, call.Model, directory.Served(target.Model), clock);
        if (body.Stream)
            await new ChatStream(call, body, head).RunAsync(events);
        else
            await WholeAsync(call, body, head, events);
    }

    private static async Task WholeAsync(ApiCall call, ChatBody body, AnswerHead head, IAsyncEnumerator<GenerationEvent> events)
    {
        var choices = Enumerable.Range(0, body.Choices).Select(_ => new ChatChoice(body.Tools)).ToArray();
        var usage = new GenerationUsage(0, 0, 0);
        while (await events.MoveNextAsync())
        {
            switch (events.Current)
            {
                case GenerationEvent.Token token:
                    choices[token.Choice].Add(token, keep: true);
                    break;
                case GenerationEvent.Finished { Reason: FinishReason.Error } failed:
                    throw new ApiException(StatusCodes.Status500InternalServerError, failed.Failure ?? "The model failed.");
                case GenerationEvent.Finished { Reason: FinishReason.Cancelled }:
                    throw new ModelUnavailableException("The model was stopped before the answer was whole. Try again in a moment.");
                case GenerationEvent.Finished finished:
                    choices[finished.Choice].Finish(finished, keep: true);
                    break;
                case GenerationEvent.Completed completed:
                    usage = completed.Usage;
                    break;
            }
        }

        await ChatWriting.WriteAsync(call.Http, head, choices, usage, body.LogProbs);
    }

    private static GenerationRequest RequestOf(ChatBody body, ModelTarget.Local target, ApiCall call) => new()
    {
        Model = target.Model,
        Prompt = new ModelPrompt.Chat([.. body.Messages.Select(message => new TemplateMessage(message))], body.Tools.Tools.Count > 0 ? body.Tools.Tools : null, Variables: body.TemplateVariables),
        MaxTokens = body.MaxTokens,
        Sampling = body.Sampling,
        Choices = body.Choices,
        Stop = body.Stops,
        Format = body.Tools.Forced.Count > 0 ? new ResponseFormat.JsonSchema(body.Tools.ForcedSchema()) { Parameter = "tools" } : body.Format,
        Adapter = call.Adapter(body.Adapter, target.Adapter),
        Tenant = call.Caller.Tenant,
        CacheSalt = body.CacheSalt,
    };
}
