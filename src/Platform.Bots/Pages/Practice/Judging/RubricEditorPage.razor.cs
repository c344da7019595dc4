using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using Platform.Bots.Pages.Layout;
using Platform.Bots.Pages.Words;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Practice.Judging;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Bots.Pages.Practice.Judging;

public sealed partial class RubricEditorPage
{
    private IReadOnlyList<Shortcut> _keys = [];
    private TrainerScope _me = default!;
    private ContentView? _view;
    private bool _missing;

    /// <summary>As it stands in the form; null when the text that was read is no rubric.</summary>
    private Rubric? _rubric;

    /// <summary>The same as a text.</summary>
    private string _text = "";

    /// <summary>The text that was read, as the form writes it.</summary>
    private string _saved = "";

    private IReadOnlyList<ContentProblem> _problems = [];
    private IReadOnlyList<RubricCheck> _checks = [];
    private string _tab = "criteria";
    private string _note = "";
    private string _copyId = "";
    private string? _status;

    [Parameter]
    public string Key { get; set; } = "";

    [CascadingParameter]
    public Task<AuthenticationState> State { get; set; } = default!;

    private bool IsDirty => _view is { Ships: false } && _rubric is not null && _text != _saved;

    private string Title => _rubric?.Name?.In(ConsoleLanguage.IsChinese ? "zh" : "en") is { Length: > 0 } name ? name : _view?.Title ?? W["rubric.title"].Value;

    protected override async Task OnParametersSetAsync()
    {
        if (_view?.Key == Key)
            return;
        if (_keys.Count == 0)
            _keys = [new("ctrl+s", "content.save", EventCallback.Factory.Create(this, SaveAsync))];
        _me = (await State).User.AsTrainer();
        _tab = "criteria";
        await ReadAsync();
    }

    private static IEnumerable<string> Tabs(ContentView view) => view.Ships ? ["criteria"] : ["criteria", "preview", "versions"];

    private async Task ReadAsync()
    {
        _view = await Mediator.Send(new ReadContent(_me, Key)) is { Kind: ContentKind.Rubric } view ? view : null;
        _missing = _view is null;
        (_rubric, _text) = (null, _view?.Version.Text ?? "");
        _problems = _view?.Version.Problems ?? [];
        if (RubricText.Read(_text) is not { } rubric)
            return;
        Take(rubric);
        _saved = _text;
        _checks = await Mediator.Send(new ListRubricChecks(_me, rubric.Family, rubric.Crisis));
    }

    private void Take(Rubric rubric)
    {
        (_rubric, _text) = (rubric, RubricText.Write(rubric));
        _problems = [.. rubric.Problems()];
    }

    private async Task SaveAsync()
    {
        if (!IsDirty || _view is not { } view)
            return;
        if (_text.Length > SaveDraft.MostSigns)
        {
            _status = W["content.too-long", SaveDraft.MostSigns];
            return;
        }

        var outcome = await Mediator.Send(new SaveDraft(_me, Key, view.Latest, _text, _note));
        _status = outcome switch
        {
            SaveDraftOutcome.Saved saved => saved.Problems.Count == 0 ? W["content.saved", saved.Number] : W["rubric.saved-broken", saved.Number, saved.Problems.Count],
            SaveDraftOutcome.Unchanged unchanged => W["content.saved", unchanged.Number],
            SaveDraftOutcome.Overtaken overtaken => W["content.overtaken", overtaken.Latest],
            _ => W["rubric.missing"],
        };
        if (outcome is not (SaveDraftOutcome.Saved or SaveDraftOutcome.Unchanged))
            return; // what was written stays in the form
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
            Navigation.NavigateTo($"/console/practice/rubrics/{key}");
            return;
        }

        _status = outcome switch
        {
            CopyContentOutcome.Taken => W["content.id-taken", key],
            CopyContentOutcome.NoId => W["content.no-id"],
            CopyContentOutcome.Unreadable => W["rubric.unreadable"],
            _ => W["rubric.missing"],
        };
    }

    private async Task ReleaseAsync(int number)
    {
        var outcome = await Mediator.Send(new ReleaseVersion(_me, Key, number));
        _status = outcome switch
        {
            ReleaseOutcome.Released => W["content.released-now", number],
            ReleaseOutcome.Broken => W["rubric.broken"],
            ReleaseOutcome.Overtaken => W["content.changed-meanwhile"],
            _ => W["rubric.missing"],
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

    /// <summary>Reads anew how the rubric stands, and leaves in the form what is not saved.</summary>
    private async Task KeepAsync()
    {
        var unsaved = IsDirty ? _rubric : null;
        await ReadAsync();
        if (unsaved is not null)
            Take(unsaved);
    }

    private async Task AskAsync(LocationChangingContext leaving)
    {
        if (IsDirty && !await Js.InvokeAsync<bool>("confirm", leaving.CancellationToken, W["content.leave"].Value))
            leaving.PreventNavigation();
    }
}
