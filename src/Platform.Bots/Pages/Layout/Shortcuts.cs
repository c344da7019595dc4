using Microsoft.AspNetCore.Components;

namespace Platform.Bots.Pages.Layout;

/// <summary>A key and what it does. <c>ctrl+enter</c> also works while someone types; single keys do not.</summary>
/// <param name="Key">As browsers name it, in small letters: <c>j</c>, <c>arrowdown</c>, <c>?</c>, <c>ctrl+enter</c>.</param>
/// <param name="Word">Key of the words that say what it does.</param>
public sealed record Shortcut(string Key, string Word, EventCallback Act);

/// <summary>The keys that work now: the shell's and those of the page that is open. A page adds its own with <c>&lt;ShortcutKeys&gt;</c>.</summary>
internal sealed class Shortcuts
{
    private readonly List<IReadOnlyList<Shortcut>> _lists = [];

    /// <summary>Told after each change; the layout is the only one who listens.</summary>
    public Func<Task>? Changed { get; set; }

    public IEnumerable<Shortcut> All => _lists.SelectMany(list => list);

    public Task AddAsync(IReadOnlyList<Shortcut> keys)
    {
        _lists.Add(keys);
        return Changed?.Invoke() ?? Task.CompletedTask;
    }

    public Task RemoveAsync(IReadOnlyList<Shortcut> keys)
    {
        _lists.Remove(keys);
        return Changed?.Invoke() ?? Task.CompletedTask;
    }

    public Task PressAsync(string key) => All.LastOrDefault(shortcut => shortcut.Key == key) is { } known ? known.Act.InvokeAsync() : Task.CompletedTask;

    /// <summary>A key as it stands on the sheet.</summary>
    public static string Show(string key) => string.Join("+", key.Split('+').Select(part => part switch
    {
        "arrowup" => "↑",
        "arrowdown" => "↓",
        "ctrl" => "Ctrl",
        "enter" => "Enter",
        "escape" => "Esc",
        _ => part.ToUpperInvariant(),
    }));
}
