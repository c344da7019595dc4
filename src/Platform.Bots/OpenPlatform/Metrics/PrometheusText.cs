using System.Globalization;
using System.Text;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Metrics;

/// <summary>The figures of served models in Prometheus's text form. Names are vLLM's, so that its dashboards work; the colon in them is why no exporter writes this.</summary>
internal static class PrometheusText
{
    public static string Of(IReadOnlyList<ServedModelState> models)
    {
        var text = new StringBuilder();
        foreach (var (name, help, value) in Gauges)
            Family(text, name, "gauge", help, models, model => Line(text, name, model.Name, value(model)));
        foreach (var (name, help, value) in Counters)
            Family(text, $"{name}_total", "counter", help, models, model => Line(text, $"{name}_total", model.Name, value(model)));
        Family(text, "vllm:request_success_total", "counter", "Ended choices by their reason.", models, model =>
        {
            foreach (var (reason, count) in model.Figures.Ended.OrderBy(e => e.Key))
                Line(text, "vllm:request_success_total", model.Name, count, $",finished_reason=\"{WordOf(reason)}\"");
        });
        Family(text, "vllm:spec_decode_num_accepted_tokens_per_pos_total", "counter", "Draft tokens that were accepted, by their place.", models, model =>
        {
            for (var place = 0; place < model.Figures.DraftAcceptedByPlace.Count; place++)
                Line(text, "vllm:spec_decode_num_accepted_tokens_per_pos_total", model.Name, model.Figures.DraftAcceptedByPlace[place], $",position=\"{place}\"");
        });
        foreach (var (name, help, value) in Histograms)
            Family(text, name, "histogram", help, models, model => Histogram(text, name, model.Name, value(model)));
        Family(text, "platform:model_info", "gauge", "1 for each served model, with its state and engine.", models, model =>
            Line(text, "platform:model_info", model.Name, 1, $",status=\"{model.Status}\",engine=\"{Quoted(model.Engine ?? "")}\",version=\"{model.Version}\""));
        return text.ToString();
    }

    private static (string Name, string Help, Func<ServedModelState, double> Value)[] Gauges { get; } =
    [
        ("vllm:num_requests_running", "Sequences that are computed together now.", m => m.Figures.Running),
        ("vllm:num_requests_waiting", "Sequences that wait.", m => m.Figures.Waiting),
        ("vllm:kv_cache_usage_perc", "Part of the key/value pool in use, 0 to 1.", m => m.Figures.Blocks == 0 ? 0 : (double)m.Figures.BlocksUsed / m.Figures.Blocks),
        ("platform:tokens_per_second", "Tokens generated in each second, over the last ten.", m => m.Figures.TokensPerSecond),
        ("platform:batch_occupancy", "Mean number of sequences in a decode step.", m => m.Figures.BatchOccupancy),
        ("platform:model_bytes", "Bytes of weights and key/value pool.", m => m.Bytes),
    ];

    private static (string Name, string Help, Func<ServedModelState, double> Value)[] Counters { get; } =
    [
        ("vllm:prompt_tokens", "Prompt tokens computed.", m => m.Figures.PromptTokens),
        ("vllm:generation_tokens", "Tokens generated.", m => m.Figures.GeneratedTokens),
        ("vllm:prefix_cache_queries", "Prompt tokens that were looked up among computed ones.", m => m.Figures.PrefixQueries),
        ("vllm:prefix_cache_hits", "Prompt tokens that were found computed.", m => m.Figures.PrefixHits),
        ("vllm:num_preemptions", "Sequences that gave their blocks back and were computed anew.", m => m.Figures.Preemptions),
        ("vllm:spec_decode_num_drafts", "Rounds of the draft model.", m => m.Figures.Drafts),
        ("vllm:spec_decode_num_draft_tokens", "Tokens that the draft model proposed.", m => m.Figures.DraftTokens),
        ("vllm:spec_decode_num_accepted_tokens", "Proposed tokens that were accepted.", m => m.Figures.DraftAccepted),
        ("platform:requests_refused", "Requests that were not admitted.", m => m.Figures.Refused),
        ("platform:steps", "Steps of the scheduler.", m => m.Figures.Steps),
        ("platform:failed_steps", "Steps that failed.", m => m.Figures.FailedSteps),
    ];

    private static (string Name, string Help, Func<ServedModelState, Histogram> Value)[] Histograms { get; } =
    [
        ("vllm:time_to_first_token_seconds", "From arrival to the first token.", m => m.Figures.ToFirstToken),
        ("vllm:inter_token_latency_seconds", "Between one token and the next.", m => m.Figures.BetweenTokens),
        ("vllm:e2e_request_latency_seconds", "From arrival to the end.", m => m.Figures.EndToEnd),
        ("vllm:request_queue_time_seconds", "From arrival until the first of it was computed.", m => m.Figures.Queued),
        ("vllm:request_prefill_time_seconds", "From then to the first token.", m => m.Figures.Prefill),
        ("vllm:request_decode_time_seconds", "From the first token to the last.", m => m.Figures.Decode),
    ];

    private static void Family(StringBuilder text, string name, string kind, string help, IReadOnlyList<ServedModelState> models, Action<ServedModelState> write)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        foreach (var model in models)
            write(model);
    }

    private static void Histogram(StringBuilder text, string name, string model, Histogram histogram)
    {
        long below = 0;
        for (var i = 0; i < histogram.Bounds.Count; i++)
            Line(text, $"{name}_bucket", model, below += histogram.Counts[i], $",le=\"{histogram.Bounds[i].ToString(CultureInfo.InvariantCulture)}\"");
        Line(text, $"{name}_bucket", model, histogram.Count, ",le=\"+Inf\"");
        Line(text, $"{name}_sum", model, histogram.Sum);
        Line(text, $"{name}_count", model, histogram.Count);
    }

    private static void Line(StringBuilder text, string name, string model, double value, string labels = "") =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{{model_name=\"{Quoted(model)}\"{labels}}} {value}\n");

    private static string WordOf(FinishReason reason) => reason switch
    {
        FinishReason.Cancelled => "abort",
        _ => reason.ToString().ToLowerInvariant(),
    };

    private static string Quoted(string label) => label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
