using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Model.Corpus;

namespace Platform.Model.Distillation.Answers;

/// <summary>Every answer that a teacher or a judge gave, a line of JSON each: nothing is asked twice, and the tokens can be counted.</summary>
internal sealed class CallLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ConcurrentDictionary<string, Call> _calls = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly FileStream _file;

    /// <summary>Goes on where the file ends; half a line, of a process that was killed, is cut off.</summary>
    public CallLog(string path)
    {
        CutHalfLine(path);
        foreach (var line in CorpusFile.Lines(path))
            if (JsonSerializer.Deserialize<Call>(line, Json) is { } call)
                _calls[call.Key] = call;
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    public Call? this[string key] => _calls.GetValueOrDefault(key);

    public void Add(Call call)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(call, Json) + "\n");
        lock (_writing)
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true); // it was paid for
        }

        _calls[call.Key] = call;
    }

    public IReadOnlyList<LedgerLine> Ledger() => [.. _calls.Values.GroupBy(call => call.Model, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
        new LedgerLine(group.Key, group.Count(), group.Sum(call => call.InputTokens ?? 0), group.Sum(call => call.OutputTokens ?? 0), group.Count(call => call.InputTokens is null || call.OutputTokens is null)))];

    public void Dispose() => _file.Dispose();

    private static void CutHalfLine(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var end = file.Length;
        for (; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n')
                break;
        }

        file.SetLength(end);
    }
}

/// <summary>One request that was answered.</summary>
/// <param name="Key">Hash of the model, the messages and how it was sampled.</param>
/// <param name="Finish">Why the answer ended, such as <c>stop</c> or <c>length</c>; null where the endpoint did not say.</param>
/// <param name="InputTokens">As the endpoint counted; null where it did not.</param>
internal sealed record Call(string Key, string Model, string Prompt, int Sample, string Text, string? Finish, long? InputTokens, long? OutputTokens, double Seconds, DateTimeOffset At);
