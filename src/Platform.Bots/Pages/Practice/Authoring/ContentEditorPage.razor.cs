using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using Platform.Bots.Pages.Layout;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Authoring;

namespace Platform.Bots.Pages.Practice.Authoring;

public sealed partial class ContentEditorPage
{
    /// <summary>So many are shown without asking for them.</summary>
    private const int FewProblems = 5;

    private TryState _trial = new();
    private IReadOnlyList<Shortcut> _keys = [];
    private TrainerScope _me = default!;
    private ContentView? _view;
    private bool _missing;

    /// <summary>The one text that the form and the source both edit.</summary>
    private string _text = "";

    /// <summary>The same as a document; null while it is no JSON.</summary>
    private ContentDocument? _document;

    private DraftCheck? _check;
    private string _tab = "person";
    private bool _rare;
    private string _note = "";
    private string _copyId = "";
    private string? _status;
    private bool _busy;

    [Parameter]
    public string Key { get; set; } = "";

    [CascadingParameter]
    public Task<AuthenticationState> State { get; set; } = default!;

    private bool IsDirty => _view is { Ships: false } view && _text != view.Version.Text;

    protected override async Task OnParametersSetAsync()
    {
        if (_view?.Key == Key)
            return;
        if (_keys.Count == 0)
            _keys = [new("ctrl+s", "content.save", EventCallback.Factory.Create(this, SaveAsync))];
        _me = (await State).User.AsTrainer();
        _trial = new TryState();
        await ReadAsync();
    }

    private static IEnumerable<string> Tabs(ContentView view)
    {
        yield return "person";
        yield return "facts";
        yield return "state";
        yield return "lines";
        if (view.Kind != ContentKind.Resident)
        {
            yield return "checks";
            yield return "trainees";
        }

        yield return "source";
        if (view.Ships)
            yield break;
        yield return "try";
        yield return "acceptance";
        yield return "versions";
    }

    private string FactsName(string place)
    {
        var last = place.Split('/').Last(part => !part.All(char.IsAsciiDigit));
        return place.Contains("situations/", StringComparison.Ordinal) ? W["content.facts-situation", int.Parse(place.Split('/')[2], CultureInfo.InvariantCulture) + 1, W[$"content.facts-{last}"]]
            : place.StartsWith("crisis", StringComparison.Ordinal) ? W["content.facts-crisis"] : W[$"content.facts-{last}"];
    }

    private async Task ReadAsync()
    {
        _view = await Mediator.Send(new ReadContent(_me, Key)) is { Kind: not ContentKind.Rubric } found ? found : null; // a rubric has a page of its own
        _missing = _view is null;
        if (_view is { } view && !Tabs(view).Contains(_tab, StringComparer.Ordinal))
            _tab = "person";
        await ShowAsync(_view?.Version.Text ?? "");
    }

    private Task EditAsync(ContentDocument document) => TakeAsync(document.Text);

    private Task WriteAsync(ChangeEventArgs typed) => TakeAsync(typed.Value?.ToString() ?? "");

    private Task TakeAsync(string text)
    {
        _status = text.Length > SaveDraft.MostSigns ? W["content.too-long", SaveDraft.MostSigns].Value : null;
        return _status is null ? ShowAsync(text) : Task.CompletedTask;
    }

    private async Task ShowAsync(string text)
    {
        (_text, _document) = (text, ContentDocument.TryRead(text));
        _check = _view is { Ships: false } ? await Mediator.Send(new CheckDraft(_me, Key, text)) : null;
    }

    private async Task SaveAsync()
    {
        if (!IsDirty || _busy || _view is not { } view)
            return;
        var outcome = await Mediator.Send(new SaveDraft(_me, Key, view.Latest, _text, _note));
        _status = outcome switch
        {
            SaveDraftOutcome.Saved saved => saved.Problems.Count == 0 ? W["content.saved", saved.Number] : W["content.saved-broken", saved.Number, saved.Problems.Count],
            SaveDraftOutcome.Unchanged unchanged => W["content.saved", unchanged.Number],
            SaveDraftOutcome.Overtaken overtaken => W["content.overtaken", overtaken.Latest],
            _ => W["content.missing"],
        };
        if (outcome is not (SaveDraftOutcome.Saved or SaveDraftOutcome.Unchanged))
            return; // what was written stays in the editor
        _note = "";
        await ReadAsync();
    }

    private async Task CopyAsync()
    {
        var key = _copyId.Trim();
        var outcome = await Mediator.Send(new CopyContent(_me, Key, key));
        if (outcome is CopyContentOutcome.Copied)
        {
            (_copyId, _status) = ("", null);
            Navigation.NavigateTo($"/console/practice/content/{key}");
            return;
        }

        _status = outcome switch
        {
            CopyContentOutcome.Taken => W["content.id-taken", key],
            CopyContentOutcome.NoId => W["content.no-id"],
            CopyContentOutcome.Unreadable => W["content.no-form"],
            _ => W["content.missing"],
        };
    }

    private async Task AcceptAsync()
    {
        if (_busy || _view is not { } view)
            return;
        (_busy, _status) = (true, null);
        StateHasChanged();
        var outcome = await Mediator.Send(new RunAcceptance(_me, Key, view.Latest));
        _busy = false;
        _status = outcome switch { AcceptanceOutcome.Tested tested => W[tested.Sheet.Passed ? "content.tested-green" : "content.tested-red"], AcceptanceOutcome.Broken => W["content.try-broken"], _ => W["content.missing"] };
        await ReadAsync();
    }

    private async Task ReleaseAsync(int number)
    {
        var outcome = await Mediator.Send(new ReleaseVersion(_me, Key, number));
        _status = outcome switch
        {
            ReleaseOutcome.Released => W["content.released-now", number],
            ReleaseOutcome.NotAccepted => W["content.not-accepted"],
            ReleaseOutcome.Broken => W["content.try-broken"],
            ReleaseOutcome.Overtaken => W["content.changed-meanwhile"],
            _ => W["content.missing"],
        };
        await KeepAsync();
    }

    private async Task RestoreAsync(int number)
    {
        var restored = await Mediator.Send(new RestoreVersion(_me, Key, number, W["content.restored-note", number]));
        _status = restored is { } now ? W["content.restored", number, now] : W["content.changed-meanwhile"];
        await ReadAsync();
    }

    private async Task RetireAsync()
    {
        _status = await Mediator.Send(new RetireContent(_me, Key)) ? W["content.retired-now"] : W["content.changed-meanwhile"];
        await KeepAsync();
    }

    /// <summary>Reads anew how the content stands, and leaves in the editor what is not saved.</summary>
    private async Task KeepAsync()
    {
        var (dirty, text) = (IsDirty, _text);
        await ReadAsync();
        if (dirty)
            await ShowAsync(text);
    }

    private async Task AskAsync(LocationChangingContext leaving)
    {
        if (IsDirty && !await Js.InvokeAsync<bool>("confirm", leaving.CancellationToken, W["content.leave"].Value))
            leaving.PreventNavigation();
    }
}
