using Platform.Bots.OpenPlatform.Answers;
using Platform.Bots.OpenPlatform.Calls;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Bots.OpenPlatform.Usage;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Completions;

/// <summary><c>POST /v1/completions</c>: a prompt or several at once, with echo and log-probabilities as likelihood evaluations need them.</summary>
internal sealed class CompletionEndpoint(ModelHost host, ModelDirectory directory, TimeProvider clock)
{
    public async Task HandleAsync(ApiCall call)
    {
        var fields = await call.ReadAsync();
        await directory.AnswerAsync(call, "completions", model => AnswerAsync(call, fields, model));
    }

    private async Task AnswerAsync(ApiCall call, RequestFields fields, string model)
    {
        var body = CompletionBody.Read(fields);
        call.WarnOf(fields);
        if (body is { Stream: true, Prompts.Count: > 1 })
            throw ApiException.Invalid("stream", $"stream is true, but prompt holds {body.Prompts.Count} prompts; one at a time can be streamed.");
        if (body is { Stream: true, BestOf: { } best } && best > body.Choices)
            throw ApiException.Invalid("best_of", $"best_of is {best}, more than n; that cannot be streamed.");

        var head = AnswerHead.Of("cmpl", "text_completion", call.Http.TraceIdentifier, call.Model, directory.Served(model), clock);
        if (body.Stream)
            await StreamAsync(call, body, head, model);
        else
            await WholeAsync(call, body, head, model);
    }

    private async Task StreamAsync(ApiCall call, CompletionBody body, AnswerHead head, string model)
    {
        await using var events = host.GenerateAsync(RequestOf(body, body.Prompts[0], model, call), call.Aborted).GetAsyncEnumerator(call.Aborted);
        await events.MoveNextAsync(); // admitted, or refused while a status can still say so
        await new CompletionStream(call, body, head, body.Echo ? await TextOfAsync(body.Prompts[0], model, call) : "").RunAsync(events);
    }

    private async Task WholeAsync(ApiCall call, CompletionBody body, AnswerHead head, string model)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted); // one refused, all given up
        var prompts = await Task.WhenAll(body.Prompts.Select(prompt => RunAsync(call, body, prompt, model, together)));
        call.Used = new RequestUsage(prompts.Sum(p => p.Usage.PromptTokens), prompts.Sum(p => p.Usage.CachedTokens), prompts.Sum(p => p.Usage.CompletionTokens));
        await CompletionWriting.WriteAsync(call.Http, head, body, prompts);
    }

    private async Task<CompletedPrompt> RunAsync(ApiCall call, CompletionBody body, ModelPrompt prompt, string model, CancellationTokenSource together)
    {
        try
        {
            var result = new CompletedPrompt(body.Choices);
            await foreach (var what in host.GenerateAsync(RequestOf(body, prompt, model, call), together.Token))
                result.Add(what, body.LogProbs is not null);
            result.PromptText = body.Echo ? await TextOfAsync(prompt, model, call) : "";
            return result;
        }
        catch
        {
            await together.CancelAsync();
            throw;
        }
    }

    private async Task<string> TextOfAsync(ModelPrompt prompt, string model, ApiCall call) => prompt switch
    {
        ModelPrompt.Text text => text.Value,
        ModelPrompt.Ids ids => await host.DetokenizeAsync(model, ids.Value, call.Aborted),
        _ => "",
    };

    private static GenerationRequest RequestOf(CompletionBody body, ModelPrompt prompt, string model, ApiCall call) => new()
    {
        Model = model,
        Prompt = prompt,
        MaxTokens = body.MaxTokens,
        Sampling = body.Sampling,
        Choices = body.Choices,
        BestOf = body.BestOf,
        Stop = body.Stops,
        Format = body.Format,
        PromptLogProbs = body is { Echo: true, LogProbs: not null },
        Adapter = body.Adapter,
        Tenant = call.Caller.Tenant,
        CacheSalt = body.CacheSalt,
    };
}
