using Microsoft.Extensions.Options;
using Platform.Bots.OpenPlatform.Answers;
using Platform.Bots.OpenPlatform.Calls;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Model.Routes;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Completions;

/// <summary><c>POST /v1/completions</c>: a prompt or several at once, with echo and log-probabilities as likelihood evaluations need them.</summary>
internal sealed class CompletionEndpoint(ModelHost host, ModelDirectory directory, IOptions<ServingOptions> serving, TimeProvider clock)
{
    public async Task HandleAsync(ApiCall call)
    {
        var fields = await call.ReadAsync();
        await directory.AnswerAsync(call, "completions", target => AnswerAsync(call, fields, target));
    }

    private async Task AnswerAsync(ApiCall call, RequestFields fields, ModelTarget.Local target)
    {
        var body = CompletionBody.Read(fields);
        call.WarnOf(fields);
        if (body is { Stream: true, Prompts.Count: > 1 })
            throw ApiException.Invalid("stream", $"stream is true, but prompt holds {body.Prompts.Count} prompts; one at a time can be streamed.");
        if (body is { Stream: true, BestOf: { } best } && best > body.Choices)
            throw ApiException.Invalid("best_of", $"best_of is {best}, more than n; that cannot be streamed.");

        var head = AnswerHead.Of("cmpl", "text_completion", call.Http.TraceIdentifier, call.Model, directory.Served(target.Model), clock);
        if (body.Stream)
            await StreamAsync(call, body, head, target);
        else
            await WholeAsync(call, body, head, target);
    }

    private async Task StreamAsync(ApiCall call, CompletionBody body, AnswerHead head, ModelTarget.Local target)
    {
        await using var events = host.GenerateAsync(RequestOf(body, body.Prompts[0], target, call), call.Aborted).GetAsyncEnumerator(call.Aborted);
        await events.MoveNextAsync(); // admitted, or refused while a status can still say so
        await new CompletionStream(call, body, head, body.Echo ? await TextOfAsync(body.Prompts[0], target.Model, call) : "").RunAsync(events);
    }

    private async Task WholeAsync(ApiCall call, CompletionBody body, AnswerHead head, ModelTarget.Local target)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted); // one refused, all given up
        using var turns = new SemaphoreSlim(Math.Max(1, serving.Value.MostRunningPerTenant / (body.BestOf ?? body.Choices))); // as many as may run: more would only fill the line, and be refused
        var prompts = await Task.WhenAll(body.Prompts.Select(prompt => RunAsync(call, body, prompt, target, turns, together)));
        await CompletionWriting.WriteAsync(call.Http, head, body, prompts);
    }

    private async Task<CompletedPrompt> RunAsync(ApiCall call, CompletionBody body, ModelPrompt prompt, ModelTarget.Local target, SemaphoreSlim turns, CancellationTokenSource together)
    {
        await turns.WaitAsync(together.Token);
        try
        {
            var result = new CompletedPrompt(body.Choices);
            await foreach (var what in host.GenerateAsync(RequestOf(body, prompt, target, call), together.Token))
                result.Add(what, body.LogProbs is not null);
            result.PromptText = body.Echo ? await TextOfAsync(prompt, target.Model, call) : "";
            return result;
        }
        catch
        {
            await together.CancelAsync();
            throw;
        }
        finally
        {
            turns.Release();
        }
    }

    private async Task<string> TextOfAsync(ModelPrompt prompt, string model, ApiCall call) => prompt switch
    {
        ModelPrompt.Text text => text.Value,
        ModelPrompt.Ids ids => await host.DetokenizeAsync(model, ids.Value, call.Aborted),
        _ => "",
    };

    private static GenerationRequest RequestOf(CompletionBody body, ModelPrompt prompt, ModelTarget.Local target, ApiCall call) => new()
    {
        Model = target.Model,
        Prompt = prompt,
        MaxTokens = body.MaxTokens,
        Sampling = body.Sampling,
        Choices = body.Choices,
        BestOf = body.BestOf,
        Stop = body.Stops,
        Format = body.Format,
        PromptLogProbs = body is { Echo: true, LogProbs: not null },
        Adapter = call.Adapter(body.Adapter, target.Adapter),
        Tenant = call.Caller.Tenant,
        CacheSalt = body.CacheSalt,
    };
}
