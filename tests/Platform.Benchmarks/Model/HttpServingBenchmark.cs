using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Data.Accounts;
using Platform.Model.Architectures;
using Platform.Model.Serving;
using Platform.Model.Tokenization;
using Platform.Scenarios.Keys;
using Platform.Testing;
using Platform.Testing.Models;

namespace Platform.Benchmarks.Model;

/// <summary>What HTTP costs: streaming clients against the API, and the same requests given to the scheduler itself, in turn in one process.</summary>
/// <remarks>Clients, server and engine share the machine, so that reading the streams counts as HTTP's cost too.</remarks>
internal static class HttpServingBenchmark
{
    private const int Clients = 16;
    private const int Tokens = 160;
    private const int Rounds = 3;
    private const int Blocks = 1024;
    private const string Name = "bench";

    private static readonly GenerationRequest Request = new()
    {
        Model = Name,
        Prompt = new ModelPrompt.Ids([.. Enumerable.Range(10, 32)]),
        MaxTokens = Tokens,
        Sampling = new() { Temperature = 0, IgnoreEnd = true },
    };

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        Report.Machine();
        var (shape, config) = BenchmarkEngines.Shape(args);
        var engine = BenchmarkEngines.From(args, ["managed-int8"])[0];
        await using var host = new BenchmarkHost(($"Models:Serving:Models:{Name}:Folder", "none"), ("Logging:LogLevel:Default", "Warning"))
        {
            Replace = services => services.Replace(ServiceDescriptor.Singleton(provider => new ModelHost(
                provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<ServingOptions>>().Value, (_, _, _) => Open(config, engine), TimeProvider.System, NullLogger.Instance))),
        };
        host.UseKestrel(0);
        host.StartServer();
        var models = host.Services.GetRequiredService<ModelHost>();
        var key = (await host.Services.GetRequiredService<IMediator>().Send(new CreateKey("benchmark", ApiEnvironment.Live, ApiScopes.All, By: null), cancellationToken)).Secret;
        using var http = new HttpClient { BaseAddress = host.ClientOptions.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        await BareAsync(models, cancellationToken); // loads and warms
        await OverHttpAsync(http, cancellationToken);
        var (bare, overHttp) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await BareAsync(models, cancellationToken));
            overHttp.Add(await OverHttpAsync(http, cancellationToken));
        }

        Report.Table(["shape, engine", "streams", "scheduler, tokens/s", "HTTP, tokens/s", "lost", "rounds, HTTP / scheduler"],
        [
            [
                $"{shape}, {engine}", Report.Number(Clients), Report.Number(Report.Median(bare)), Report.Number(Report.Median(overHttp)),
                $"{Report.Number((1 - Report.Median(overHttp.Zip(bare, (h, b) => h / b))) * 100, "N1")} %", string.Join(" ", overHttp.Zip(bare, (h, b) => Report.Number(h / b, "N3"))),
            ],
        ]);
    }

    private static async Task<double> BareAsync(ModelHost host, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var tokens = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var count = 0;
            await foreach (var what in host.GenerateAsync(Request, cancellationToken))
                count += (what as GenerationEvent.Token)?.Tokens.Count ?? 0;
            return count;
        }));
        return tokens.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> OverHttpAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(new { model = Name, prompt = Enumerable.Range(10, 32), max_tokens = Tokens, temperature = 0, ignore_eos = true, stream = true, stream_options = new { include_usage = true } });
        var watch = Stopwatch.StartNew();
        var tokens = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => ReadAsync(http, body, cancellationToken)));
        return tokens.Sum() / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Reads a stream to its end; the usage at the end says how many tokens it was.</summary>
    private static async Task<int> ReadAsync(HttpClient http, string body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        var tokens = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            if (line.Contains("\"usage\"", StringComparison.Ordinal))
                tokens = JsonElement.Parse(line["data: ".Length..]).GetProperty("usage").GetProperty("completion_tokens").GetInt32();
        return tokens;
    }

    /// <summary>A benchmark is no test project: nothing tells it where the host's own files are, and it needs none.</summary>
    private sealed class BenchmarkHost(params (string Key, string? Value)[] settings) : TestHost(settings)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseContentRoot(AppContext.BaseDirectory);
        }
    }

    private static OpenedModel Open(DecoderConfig config, string engine)
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteQwen(folder.Path);
        using var weights = DecoderWeights.Random(config, 1);
        return new OpenedModel(BenchmarkEngines.Open(engine, weights, Blocks), "a benchmark", new LoadedText(TextTokenizer.Read(folder.Path), ChatTemplate.ChatMl), new Dictionary<string, int>(StringComparer.Ordinal));
    }
}
