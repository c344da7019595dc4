using System.Text;
using System.Text.Json;

namespace Platform.Bots.OpenPlatform.Answers;

/// <summary>A function that the model wants called.</summary>
/// <param name="Arguments">JSON.</param>
internal sealed record ToolCall(string Id, string Name, string Arguments);

/// <summary>Takes calls out of what a model says: <c>&lt;tool_call&gt;{"name": …, "arguments": {…}}&lt;/tool_call&gt;</c>, as Qwen's models write them.</summary>
internal sealed class ToolCallReader
{
    private const string Begin = "<tool_call>";
    private const string End = "</tool_call>";

    private readonly StringBuilder _held = new();
    private bool _inCall;

    /// <param name="text">What the model said next.</param>
    /// <returns>What can be shown of it, and the calls that are whole now.</returns>
    public (string Text, IReadOnlyList<ToolCall> Calls) Add(string text)
    {
        _held.Append(text);
        var shown = new StringBuilder();
        List<ToolCall> calls = [];
        while (true)
        {
            var held = _held.ToString();
            var mark = _inCall ? End : Begin;
            var at = held.IndexOf(mark, StringComparison.Ordinal);
            if (at < 0)
            {
                if (!_inCall)
                    Show(shown, held, held.Length - PartOf(mark, held));
                return (shown.ToString(), calls);
            }

            if (_inCall && Read(held[..at]) is { } call)
                calls.Add(call);
            else if (_inCall)
                shown.Append(Begin).Append(held, 0, at).Append(End); // no call after all: it is shown as it was said
            else
                shown.Append(held, 0, at);
            _held.Remove(0, at + mark.Length);
            _inCall = !_inCall;
        }
    }

    /// <returns>What was held back when the answer ended.</returns>
    public (string Text, IReadOnlyList<ToolCall> Calls) Finish()
    {
        var held = _held.ToString();
        _held.Clear();
        if (!_inCall)
            return (held, []);
        _inCall = false;
        return Read(held) is { } call ? ("", [call]) : (Begin + held, []); // the closing mark may be what ended the answer
    }

    /// <param name="text">JSON with name and arguments.</param>
    /// <returns>Null when it is none.</returns>
    public static ToolCall? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var call = json.RootElement;
            if (call.ValueKind != JsonValueKind.Object || !call.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
                return null;
            var arguments = call.TryGetProperty("arguments", out var given) ? given.GetRawText() : "{}";
            return new ToolCall($"call_{Guid.NewGuid():N}", name.GetString()!, arguments);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Show(StringBuilder shown, string held, int count)
    {
        shown.Append(held, 0, count);
        _held.Remove(0, count);
    }

    /// <summary>How many signs at the end of a text may be the beginning of a mark.</summary>
    private static int PartOf(string mark, string text)
    {
        for (var length = Math.Min(mark.Length - 1, text.Length); length > 0; length--)
            if (text.EndsWith(mark[..length], StringComparison.Ordinal))
                return length;
        return 0;
    }
}
