using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>Speaks up for a scenario that shows nothing for a while: some channels give up after 15 s without a sign, and so do people.</summary>
internal sealed class Patience : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(8);

    private readonly Action<ReplyEvent> _show;
    private readonly string _word;
    private readonly ITimer _timer;
    private bool _shown;

    /// <param name="show">Called from a timer; must be safe for that.</param>
    public Patience(Dialogue dialogue, Action<ReplyEvent> show, TimeProvider clock)
    {
        _show = show;
        _word = dialogue.IsChinese ? "正在处理，请稍候……" : "Working on it …";
        _timer = clock.CreateTimer(_ => Remind(), state: null, Silence, Silence);
    }

    /// <summary>The scenario has shown something itself.</summary>
    public void Saw() => Volatile.Write(ref _shown, true);

    private void Remind() => _show(Interlocked.Exchange(ref _shown, true) ? new ReplyEvent.Working() : new ReplyEvent.Informing(_word));

    public void Dispose() => _timer.Dispose();
}
