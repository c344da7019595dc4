using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Bots.OpenPlatform.Usage;
using Platform.Bots.Operations;
using Platform.Model.Routes;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Calls;

/// <summary>Passes a call on to another OpenAI-compatible endpoint, and its answer back as it comes.</summary>
internal sealed class RemoteCalls(TimeProvider clock)
{
    private const int MostAnswerBytes = 64 * 1024 * 1024;
    private const int MostLineBytes = 4 * 1024 * 1024; // of a stream: it is kept until its end has come
    private const int BytesOfToken = 4;

    public async Task ForwardAsync(ApiCall call, string path, RemoteModel remote)
    {
        using var limit = new CancellationTokenSource(remote.Route.TimeLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, call.Aborted);
        var request = RemoteBody.Of(call.Body, remote.Route.Model);
        try
        {
            using var answer = await remote.SendAsync(path, request.Bytes, both.Token);
            if (!answer.IsSuccessStatusCode)
                await RefuseAsync(call, answer, both.Token);
            else if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
                await StreamAsync(call, answer, request, both.Token);
            else
                await WholeAsync(call, answer, both.Token);
        }
        catch (Exception failure) when (!call.Aborted.IsCancellationRequested && InWords(failure, limit) is not null)
        {
            var error = InWords(failure, limit)!;
            if (!call.Http.Response.HasStarted)
                throw error;
            call.Broke = error;
            call.Http.Response.BodyWriter.Write("data: "u8);
            call.Http.Response.BodyWriter.Write(ApiErrors.Body(error.Status, error.Message, null, error.Code).Span);
            call.Http.Response.BodyWriter.Write("\n\n"u8);
            await call.Http.Response.BodyWriter.FlushAsync(call.Aborted);
        }
    }

    private static async Task WholeAsync(ApiCall call, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await answer.Content.LoadIntoBufferAsync(MostAnswerBytes, cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        Count(RemoteBody.UsageIn(body));
        call.Http.Response.ContentType = answer.Content.Headers.ContentType?.ToString() ?? "application/json";
        await call.Http.Response.BodyWriter.WriteAsync(body, call.Aborted);
    }

    /// <summary>Line by line; the usage at the end is read, and left out when the caller did not ask for it.</summary>
    private static async Task StreamAsync(ApiCall call, HttpResponseMessage answer, RemoteBody request, CancellationToken cancellationToken)
    {
        var used = new RequestUsage(request.Bytes.Length / BytesOfToken, 0, 0); // a guess until the endpoint tells, which it does last
        call.Http.Response.ContentType = "text/event-stream; charset=utf-8";
        call.Http.Response.Headers.CacheControl = "no-cache";
        var writer = call.Http.Response.BodyWriter;
        var reader = PipeReader.Create(await answer.Content.ReadAsStreamAsync(cancellationToken));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                var rest = read.Buffer;
                while (NextLine(ref rest, read.IsCompleted) is { } line)
                    Pass(writer, line, request.UsageWanted, ref used);
                await writer.FlushAsync(call.Aborted);
                if (rest.Length > MostLineBytes)
                    throw new ApiException(StatusCodes.Status502BadGateway, $"The endpoint behind this route sent a line of more than {MostLineBytes} bytes. Tell whoever runs this platform.", code: "route_failed");
                reader.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted)
                    return;
            }
        }
        finally
        {
            Count(used);
            await reader.CompleteAsync();
        }
    }

    private static void Count(RequestUsage used) => ModelUse.Current?.Add(used.PromptTokens, used.CachedTokens, used.CompletionTokens);

    /// <param name="used">Each piece counts as a token until the endpoint tells how many there were.</param>
    private static void Pass(PipeWriter writer, byte[] line, bool usageWanted, ref RequestUsage used)
    {
        if (line.AsSpan().StartsWith("data: {"u8))
            used = used with { CompletionTokens = used.CompletionTokens + 1 };
        if (line.AsSpan().StartsWith("data: {"u8) && line.AsSpan().IndexOf("\"usage\""u8) >= 0)
        {
            var data = line.AsMemory("data: ".Length);
            if (RemoteBody.UsageIn(data.Span) is var told && told != default)
                used = told;
            if (!usageWanted && RemoteBody.HasNoChoices(data.Span))
                return; // its empty line goes on, which says nothing to anyone
        }

        writer.Write(line);
    }

    private static byte[]? NextLine(ref ReadOnlySequence<byte> rest, bool isLast)
    {
        var end = rest.PositionOf((byte)'\n');
        if (end is null && (!isLast || rest.IsEmpty))
            return null;
        var upTo = end is { } found ? rest.GetPosition(1, found) : rest.End;
        var line = rest.Slice(rest.Start, upTo).ToArray();
        rest = rest.Slice(upTo);
        return line;
    }

    /// <summary>What the endpoint says of the request is the caller's; what it says of us or of itself is not.</summary>
    private static async Task RefuseAsync(ApiCall call, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        switch (answer.StatusCode)
        {
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired:
                throw new ApiException(StatusCodes.Status502BadGateway, "The endpoint behind this route refuses its key. Tell whoever runs this platform.", code: "route_refused");
            case HttpStatusCode.TooManyRequests:
                throw new ApiException(StatusCodes.Status429TooManyRequests, "The endpoint behind this route is busy. Try again later.", code: "route_busy") { RetryAfter = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(5) };
            case >= HttpStatusCode.InternalServerError or < HttpStatusCode.BadRequest:
                throw new ApiException(StatusCodes.Status502BadGateway, $"The endpoint behind this route failed with status {(int)answer.StatusCode}. Try again in a moment.", code: "route_failed") { RetryAfter = TimeSpan.FromSeconds(5) };
            default:
                await answer.Content.LoadIntoBufferAsync(MostAnswerBytes, cancellationToken);
                var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                throw new ApiException((int)answer.StatusCode, RemoteBody.ErrorIn(body) ?? "The endpoint behind this route refuses the request.", code: "route_refused_request");
        }
    }

    private static ApiException? InWords(Exception failure, CancellationTokenSource limit) => failure switch
    {
        ApiException said => said,
        OperationCanceledException when limit.IsCancellationRequested => TooSlow,
        Polly.Timeout.TimeoutRejectedException => TooSlow,
        Polly.CircuitBreaker.BrokenCircuitException => new ApiException(StatusCodes.Status503ServiceUnavailable, "The endpoint behind this route failed too often and is left alone for a while. Try again in a moment.", code: "route_open") { RetryAfter = TimeSpan.FromSeconds(10) },
        HttpRequestException or IOException => new ApiException(StatusCodes.Status502BadGateway, "The endpoint behind this route cannot be reached. Try again in a moment.", code: "route_unreachable") { RetryAfter = TimeSpan.FromSeconds(5) },
        _ => null,
    };

    private static ApiException TooSlow => new(StatusCodes.Status504GatewayTimeout, "The endpoint behind this route took too long. Try again, or ask for less.", code: "route_timeout") { RetryAfter = TimeSpan.FromSeconds(5) };
}
