using System.Text;
using Platform.Bots.OpenPlatform.Answers;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Chat;

/// <summary>One answer while it comes in: what is text in it, and what is a call of a function.</summary>
internal sealed class ChatChoice(ToolUse tools)
{
    private readonly StringBuilder _content = new();
    private readonly List<ToolCall> _calls = [];
    private readonly List<TokenInfo> _tokens = [];
    private readonly StringBuilder? _forced = tools.Forced.Count > 0 ? new StringBuilder() : null;
    private readonly ToolCallReader? _reader = tools is { Forced.Count: 0, Tools.Count: > 0 } ? new ToolCallReader() : null;

    public string Content => _content.ToString();

    public IReadOnlyList<ToolCall> Calls => _calls;

    public IReadOnlyList<TokenInfo> Tokens => _tokens;

    public string FinishReason { get; private set; } = "stop";

    /// <returns>What of it is new for the caller.</returns>
    public (string Text, IReadOnlyList<ToolCall> Calls) Add(GenerationEvent.Token token, bool keep)
    {
        if (_forced is not null)
        {
            _forced.Append(token.Text); // a call only: it is told when it is whole
            return ("", []);
        }

        var news = _reader is null ? (token.Text, []) : _reader.Add(token.Text);
        if (keep)
            _tokens.AddRange(token.Tokens);
        return Keep(news, keep);
    }

    public (string Text, IReadOnlyList<ToolCall> Calls) Finish(GenerationEvent.Finished finished, bool keep)
    {
        (string Text, IReadOnlyList<ToolCall> Calls) news = _reader?.Finish() ?? ("", []);
        if (_forced?.ToString() is { } forced)
            news = ToolCallReader.Read(forced) is { } call ? ("", [call]) : (forced, []); // cut off: the caller sees what there is
        Keep(news, keep);
        FinishReason = _calls.Count > 0 && finished.Reason == Platform.Model.Serving.FinishReason.Stop ? "tool_calls" : AnswerHead.ReasonOf(finished.Reason);
        return news;
    }

    /// <summary>Calls are always remembered: for their places, and for how it ended.</summary>
    private (string Text, IReadOnlyList<ToolCall> Calls) Keep((string Text, IReadOnlyList<ToolCall> Calls) news, bool keep)
    {
        if (keep)
            _content.Append(news.Text);
        _calls.AddRange(news.Calls);
        return news;
    }
}
