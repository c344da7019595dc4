using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Platform.Bots.Access.SignIn;
using Platform.Bots.Pages.Knowledge;
using Platform.Bots.Pages.Layout;
using Platform.Data.Conversations;
using Platform.Data.Reviews;
using Platform.Scenarios.Conversations.HandOver;
using Platform.Scenarios.Improvement;
using Platform.Scenarios.Reviews;

namespace Platform.Bots.Pages.Conversations;

/// <summary>One dialogue under review: the turn in focus, its verdict, the way to the next dialogue.</summary>
public sealed partial class ConversationPage : IAsyncDisposable
{
    private static readonly (Verdict, string)[] Verdicts = [(Verdict.Good, "1"), (Verdict.Wrong, "2"), (Verdict.Corrected, "3"), (Verdict.Excluded, "4")];

    private IReadOnlyList<Shortcut> _keys = [];
    private Transcript? _transcript;
    private DialogueTrace? _trace;
    private TranscriptTurn? _focus;
    private Guid _shown;
    private IAsyncDisposable? _following;
    private bool _missing;
    private bool _left;
    private bool _correcting;
    private bool _excluding;
    private string _correction = "";
    private string _reason = "";
    private string? _status;
    private string? _moveTo;

    [Parameter] public Guid Id { get; set; }

    [CascadingParameter] public Task<AuthenticationState> State { get; set; } = default!;

    private Verdict? Current => _focus is { } focus ? _transcript?.VerdictOn(focus.Id)?.Verdict : null;

    private string ListAddress => $"/console/conversations{new Uri(Navigation.Uri).Query}";

    protected override void OnInitialized() => _keys =
    [
        Key("j", "conversations.next", () => MoveAsync(backwards: false)),
        Key("k", "conversations.previous", () => MoveAsync(backwards: true)),
        Key("arrowdown", "conversations.turn-down", () => Step(1)),
        Key("arrowup", "conversations.turn-up", () => Step(-1)),
        Key("1", "conversations.verdict-Good", () => ChooseAsync(Verdict.Good)),
        Key("2", "conversations.verdict-Wrong", () => ChooseAsync(Verdict.Wrong)),
        Key("3", "conversations.verdict-Corrected", () => ChooseAsync(Verdict.Corrected)),
        Key("4", "conversations.verdict-Excluded", () => ChooseAsync(Verdict.Excluded)),
        Key("c", "conversations.verdict-Corrected", () => ChooseAsync(Verdict.Corrected)),
        Key("x", "conversations.verdict-Excluded", () => ChooseAsync(Verdict.Excluded)),
        Key("f", "conversations.make-entry", MakeEntryAsync),
        Key("u", "conversations.undo", () => UndoAsync(null)),
        Key("ctrl+enter", "conversations.complete", CompleteAsync),
        Key("escape", "shell.cancel", () => { StopEditing(); return Task.CompletedTask; }),
    ];

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Id)
            return;
        _shown = Id;
        (_focus, _status) = (null, null);
        StopEditing();
        await FollowAsync();
        await ReadAsync(); // after the watch has begun, so that nothing falls between
        if (_focus is null && _transcript?.Turns.FirstOrDefault(t => t.IsAnswer && t.Question is not null) is { } first)
            Focus(first);
    }

    /// <summary>The dialogue may still go on: new turns appear, the focus and what is being written stay.</summary>
    private async Task FollowAsync()
    {
        await LetGoAsync();
        var conversation = Id;
        var following = await Mediator.Send(new FollowConversation(conversation, _ => InvokeAsync(async () =>
        {
            await ReadAsync();
            StateHasChanged();
        })));
        if (conversation == Id && !_left)
            _following = following;
        else if (following is not null) // another dialogue is shown by now, or none
            await following.DisposeAsync();
    }

    private async Task LetGoAsync()
    {
        if (_following is not { } following)
            return;
        _following = null;
        await following.DisposeAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_moveTo is not { } target)
            return;
        _moveTo = null;
        await using var browser = await Js.InvokeAsync<IJSObjectReference>("import", "/" + Assets["console/console.js"]);
        await browser.InvokeVoidAsync(target.StartsWith("turn-", StringComparison.Ordinal) ? "scrollTo" : "focus", target);
    }

    private async Task ReadAsync()
    {
        _transcript = await Mediator.Send(new ReadTranscript(Id));
        _missing = _transcript is null;
        _trace = _missing ? null : await Mediator.Send(new TraceDialogue(Id));
        if (_focus is { } focus)
            _focus = _transcript?.Turns.FirstOrDefault(t => t.Id == focus.Id);
    }

    private void Focus(TranscriptTurn turn)
    {
        _focus = turn;
        StopEditing();
        _moveTo = $"turn-{turn.Sequence}";
    }

    private Task Step(int by)
    {
        if (_transcript?.Turns.Where(t => t.IsAnswer).ToList() is { Count: > 0 } answers)
            Focus(answers[Math.Clamp(answers.FindIndex(t => t.Id == _focus?.Id) + by, 0, answers.Count - 1)]);
        return Task.CompletedTask;
    }

    private async Task ChooseAsync(Verdict verdict)
    {
        if (_focus is not { } focus)
            return;
        switch (verdict)
        {
            case Verdict.Corrected:
                (_correcting, _excluding, _moveTo) = (true, false, "correction");
                _correction = _transcript?.VerdictOn(focus.Id)?.CorrectedText ?? focus.Text ?? "";
                break;
            case Verdict.Excluded:
                (_correcting, _excluding, _moveTo) = (false, true, "reason");
                break;
            default:
                await JudgeAsync(new JudgeAnswer(focus.Id, await Me(), verdict));
                break;
        }
    }

    private async Task SaveCorrectionAsync()
    {
        if (_focus is { } focus && !string.IsNullOrWhiteSpace(_correction))
            await JudgeAsync(new JudgeAnswer(focus.Id, await Me(), Verdict.Corrected, CorrectedText: _correction));
    }

    private async Task SaveExclusionAsync()
    {
        if (_focus is { } focus && !string.IsNullOrWhiteSpace(_reason))
            await JudgeAsync(new JudgeAnswer(focus.Id, await Me(), Verdict.Excluded, Reason: _reason));
    }

    private async Task JudgeAsync(JudgeAnswer command)
    {
        _status = await Mediator.Send(command) is JudgeOutcome.Judged ? W["conversations.judged", W["conversations.verdict-" + command.Verdict]] : W["conversations.gone"];
        StopEditing();
        await ReadAsync();
    }

    private async Task UndoAsync(Guid? review)
    {
        var outcome = await Mediator.Send(new UndoReview(await Me(), review));
        switch (outcome)
        {
            case UndoOutcome.Undone undone:
                if (undone.Conversation != Id)
                    Navigation.NavigateTo($"/console/conversations/{undone.Conversation}{new Uri(Navigation.Uri).Query}");
                await ReadAsync();
                _status = W["conversations.undone-act", W["conversations.act-" + undone.Act]];
                break;
            case UndoOutcome.TooLate late:
                _status = W["conversations.too-late", Time.Show(late.At)];
                break;
            case UndoOutcome.EntryChanged:
                _status = W["conversations.entry-changed"];
                break;
            default:
                _status = W["conversations.nothing-to-undo"];
                break;
        }
    }

    private async Task MakeEntryAsync()
    {
        if (_focus is not { } focus)
            return;
        var outcome = await Mediator.Send(new MakeKnowledgeEntry(focus.Id, await Me()));
        _status = outcome switch
        {
            MakeEntryOutcome.Made => W["conversations.entry-made"],
            MakeEntryOutcome.Refused refused => W["conversations.entry-refused", string.Join(' ', refused.Rules.Select(rule => RuleWords.Say(W, rule)))],
            MakeEntryOutcome.NotAnswered => W["conversations.not-answered"],
            _ => W["conversations.no-question"],
        };
        await ReadAsync();
    }

    private async Task CompleteAsync()
    {
        if (_correcting)
            await SaveCorrectionAsync();
        if (_excluding)
            await SaveExclusionAsync();
        var next = await NextAsync(backwards: false); // before this one leaves a list of what is not reviewed yet
        await Mediator.Send(new CompleteReview(Id, await Me()));
        if (next is { } id)
        {
            Navigation.NavigateTo($"/console/conversations/{id}{new Uri(Navigation.Uri).Query}");
            return;
        }

        await ReadAsync();
        _status = W["conversations.last"];
    }

    private async Task MoveAsync(bool backwards)
    {
        if (await NextAsync(backwards) is { } id)
            Navigation.NavigateTo($"/console/conversations/{id}{new Uri(Navigation.Uri).Query}");
        else
            _status = W["conversations.last"];
    }

    private Task<Guid?> NextAsync(bool backwards) => Mediator.Send(new NextConversation(ConversationQuery.Parse(Navigation.Uri).ToFilter(Time), Id, backwards));

    public async ValueTask DisposeAsync()
    {
        _left = true;
        await LetGoAsync();
    }

    private void StopEditing() => (_correcting, _excluding, _reason) = (false, false, "");

    private async Task<Guid> Me() => (await State).User.AccountId();

    private Shortcut Key(string key, string word, Func<Task> act) => new(key, word, EventCallback.Factory.Create(this, act));

    private string ActWord(TranscriptAct act) => act.Verdict is { } verdict ? W["conversations.verdict-" + verdict] : W["conversations.act-" + act.Act];

    private string KindWord(string kind) => W["conversations.kind-" + kind] is { ResourceNotFound: false } known ? known : kind;

    private string DecisionWord(string decision) => W["conversations.decision-" + decision] is { ResourceNotFound: false } known ? known : decision;

    private static string VerdictClass(Verdict verdict) => verdict switch { Verdict.Good => "good", Verdict.Excluded => "", _ => "bad" };
}
