using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Model.Serving.Scheduling;

namespace Platform.Model.Serving;

/// <summary>Serves models by name: loads them when they are asked for, runs many requests at once, replaces versions while requests run.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class ModelHost : IAsyncDisposable, IDisposable
{
    private readonly ServingOptions _options;
    private readonly TimeProvider _clock;
    private readonly EngineThread _thread;
    private readonly ModelShelf _shelf;
    private readonly ConcurrentDictionary<string, ServedModel> _models = new(StringComparer.OrdinalIgnoreCase);
    private volatile bool _stopping;

    public ModelHost(IOptions<ServingOptions> options, TimeProvider clock, ILogger<ModelHost> logger)
        : this(options.Value, ModelOpener.Open, clock, logger)
    {
    }

    /// <param name="open">Opens a checkpoint; tests and benchmarks bring networks without one.</param>
    internal ModelHost(ServingOptions options, OpenModel open, TimeProvider clock, ILogger logger)
    {
        (_options, _clock) = (options, clock);
        _thread = new EngineThread(logger);
        _shelf = new ModelShelf(_models, options, open, _thread, clock, logger);
        foreach (var (name, model) in options.Models)
            _models[name] = new ServedModel(name, model, clock);
    }

    /// <summary>Every served model as it is now, by name.</summary>
    public IReadOnlyList<ServedModelState> Models => [.. _models.Values.OrderBy(model => model.Name, StringComparer.OrdinalIgnoreCase).Select(model => model.State())];

    /// <summary>Bytes that weights and pools of all loaded models take.</summary>
    public long BytesInUse => _shelf.BytesInUse;

    /// <summary>Bytes that they may take.</summary>
    public long MemoryBudget => _shelf.Budget;

    /// <summary>Answers a request; events come as they are made. Leaving the enumeration cancels the request.</summary>
    /// <exception cref="AdmissionException">Refused, at the first step of the enumeration and never later; see the kinds.</exception>
    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var use = ModelUse.Current;
        var model = await LeaseAsync(request.Model, cancellationToken);
        GenerationJob? job = null;
        try
        {
            job = Admit(request, model);
            var heard = 0;
            await using var cancellation = cancellationToken.Register(() => Leave(job));
            await foreach (var what in job.Events.ReadAllAsync(CancellationToken.None))
            {
                if (what is not GenerationEvent.Completed)
                    cancellationToken.ThrowIfCancellationRequested();
                if (use is not null)
                    heard = Count(use, what, heard);
                yield return what;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            if (job is { OpenSequences: > 0 })
                Leave(job);
            model.Return();
        }
    }

    /// <summary>Turns texts into vectors of length 1.</summary>
    /// <exception cref="AdmissionException">Refused; see the kinds.</exception>
    public async Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken)
    {
        var model = await LeaseAsync(request.Model, cancellationToken);
        try
        {
            var inputs = request.Inputs.Select(model.Encoder.Encode).ToList();
            var width = model.Engine.Config.Width;
            if (request.Dimensions is { } wanted && (wanted < 1 || wanted > width))
                throw new InvalidGenerationException("dimensions", $"dimensions is {wanted}; the model's vectors have {width}.");
            foreach (var input in inputs)
            {
                RequestCheck.Prompt("input", input, model.Engine.Config.VocabularySize);
                if (input.Length > model.Context)
                    throw new PromptTooLongException("input", input.Length, null, model.Context);
            }

            var job = new EmbeddingJob(inputs, request.Pooling ?? model.Options.Pooling, request.Tenant);
            await using var cancellation = cancellationToken.Register(() =>
            {
                job.IsCancelled = true;
                _thread.Wake();
            });
            model.Scheduler.Submit(job);
            ModelUse.Current?.Add(inputs.Sum(input => (long)input.Length), 0, 0);
            _thread.Wake();
            var vectors = inputs.Count == 0 ? [] : await job.Done.Task;
            return new EmbeddingResult([.. vectors.Select(vector => VectorShape.Unit(vector, request.Dimensions))], inputs.Sum(input => input.Length));
        }
        finally
        {
            model.Return();
        }
    }

    /// <summary>The tokens of a prompt as the model would read it.</summary>
    /// <exception cref="AdmissionException">The model is not there or does not take the prompt.</exception>
    public async Task<TokenizedPrompt> TokenizeAsync(string model, ModelPrompt prompt, CancellationToken cancellationToken)
    {
        var loaded = await LeaseAsync(model, cancellationToken);
        try
        {
            return new TokenizedPrompt(loaded.Encoder.Encode(prompt), loaded.Context);
        }
        finally
        {
            loaded.Return();
        }
    }

    /// <summary>The text of tokens, control marks included.</summary>
    /// <exception cref="AdmissionException">The model is not there.</exception>
    public async Task<string> DetokenizeAsync(string model, IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        var loaded = await LeaseAsync(model, cancellationToken);
        try
        {
            return loaded.Opened.Text.Tokenizer.Decode(ids, skipSpecial: false);
        }
        finally
        {
            loaded.Return();
        }
    }

    /// <summary>Loads a model before it is asked for.</summary>
    /// <exception cref="AdmissionException">It is not known or cannot be loaded.</exception>
    public async Task LoadAsync(string model, CancellationToken cancellationToken) => (await LeaseAsync(model, cancellationToken)).Return();

    /// <summary>Gives a model's memory back; the next request loads it again. Requests that run go on.</summary>
    public Task UnloadAsync(string model) => _shelf.UnloadAsync(Find(model));

    /// <summary>Serves a checkpoint under a name. If the name is served already, the new version is loaded first and then takes its place; requests that run end on the old one.</summary>
    /// <exception cref="ModelUnavailableException">The new version cannot be loaded; the old one goes on.</exception>
    public async Task PublishAsync(string model, ServedModelOptions options, CancellationToken cancellationToken)
    {
        var served = _models.GetOrAdd(model, name => new ServedModel(name, options, _clock));
        await _shelf.LoadAsync(served, options, cancellationToken);
    }

    /// <summary>Takes what was published under a name out of service. A name of the configuration goes on as it is configured, from its next request on; another one is gone.</summary>
    public async Task RemoveAsync(string model)
    {
        var served = Find(model);
        await served.Loading.WaitAsync(); // a load under way would bring it back
        if (_options.Models.TryGetValue(served.Name, out var configured))
            served.Options = configured;
        else
            served.IsRemoved = _models.TryRemove(served.Name, out _) || served.IsRemoved;
        served.Loading.Release();
        await _shelf.UnloadAsync(served);
    }

    /// <summary>Refuses new requests and lets those that run come to their end, for the drain time at most.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        await Task.WhenAll(_models.Values.Select(_shelf.UnloadAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _thread.Dispose();
        _shelf.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Blocks of all pools that anything holds; 0 when nothing runs.</summary>
    internal int BlocksInUse => _models.Values.Sum(model => model.Current?.Scheduler.BlocksInUse ?? 0);

    private GenerationJob Admit(GenerationRequest request, LoadedModel model)
    {
        var config = model.Engine.Config;
        RequestCheck.Values(request, _options, config.VocabularySize);
        var adapter = 0;
        if (request.Adapter is { } name && !model.Opened.Adapters.TryGetValue(name, out adapter))
            throw new UnknownModelException($"The model '{request.Model}' has no adapter '{name}'. Known: {string.Join(", ", model.Opened.Adapters.Keys)}.");
        var prompt = model.Encoder.Encode(request.Prompt);
        var parameter = request.Prompt is ModelPrompt.Chat ? "messages" : "prompt";
        RequestCheck.Prompt(parameter, prompt, config.VocabularySize);
        var usual = model.Options.DefaultMaxTokens is > 0 and var own ? own : _options.DefaultMaxTokens;
        var most = RequestCheck.MaxTokens(parameter, prompt.Length, request.MaxTokens, usual, model.Context);
        var job = new GenerationJob(request, prompt, most, request.BestOf ?? request.Choices, model.Opened.Text.Constraint(request.Format, most), _clock);
        model.Scheduler.Submit(job, adapter);
        _thread.Wake();
        return job;
    }

    /// <summary>Counts the prompt when it is admitted and tokens as they are told; the end knows of those that were not.</summary>
    /// <param name="heard">Tokens that were told before.</param>
    /// <returns>Tokens that were told by now.</returns>
    private static int Count(ModelUse use, GenerationEvent what, int heard)
    {
        switch (what)
        {
            case GenerationEvent.Accepted accepted:
                use.Add(accepted.PromptTokens, 0, 0);
                return heard;
            case GenerationEvent.Token token:
                use.Add(0, 0, token.Tokens.Count);
                return heard + token.Tokens.Count;
            case GenerationEvent.Completed { Usage: var usage }:
                use.Add(0, usage.CachedTokens, usage.CompletionTokens - heard);
                return heard;
            default:
                return heard;
        }
    }

    private void Leave(GenerationJob job)
    {
        job.Cancel();
        _thread.Wake();
    }

    private async Task<LoadedModel> LeaseAsync(string name, CancellationToken cancellationToken)
    {
        var served = Find(name);
        while (true)
        {
            if (_stopping)
                throw new ModelUnavailableException("The model host stops. Try again in a moment.");
            if (served.Lease() is { } loaded)
                return loaded;
            await _shelf.LoadAsync(served, null, cancellationToken);
        }
    }

    private ServedModel Find(string name) => _models.TryGetValue(name, out var served) ? served
        : throw new UnknownModelException($"No model is named '{name}'. Known: {string.Join(", ", _models.Keys.Order(StringComparer.OrdinalIgnoreCase))}.");
}

/// <param name="Context">How many tokens the model holds in all.</param>
public sealed record TokenizedPrompt(IReadOnlyList<int> Ids, int Context);
