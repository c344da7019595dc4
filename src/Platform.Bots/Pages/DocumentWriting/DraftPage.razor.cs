using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using Platform.Bots.Access.SignIn;
using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Drafts;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Bots.Pages.DocumentWriting;

/// <summary>One document: brief and material above, then outline, text and checks. Everything is kept as it is done, so a reload loses nothing.</summary>
public sealed partial class DraftPage
{
    private readonly CancellationTokenSource _gone = new();
    private DraftView? _draft;
    private bool _missing, _busy, _briefOpen, _stopping;
    private string? _status, _problem, _writing;
    private int? _shown;
    private bool _jump;

    [Parameter] public Guid Id { get; set; }

    [CascadingParameter] public Task<AuthenticationState> State { get; set; } = default!;

    private string Files => $"/writing/{Id}/document";

    protected override async Task OnParametersSetAsync()
    {
        _draft = await Mediator.Send(new ReadDraft(Id, await Me()), _gone.Token);
        (_missing, _briefOpen) = (_draft is null, _draft is { IsBegun: false });
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_jump || _shown is not { } number)
            return;
        _jump = false;
        await using var browser = await Js.InvokeAsync<IJSObjectReference>("import", _gone.Token, "/" + Assets["console/console.js"]);
        await browser.InvokeVoidAsync("scrollTo", _gone.Token, $"paragraph-{number}");
        await browser.InvokeVoidAsync("focus", _gone.Token, $"paragraph-{number}");
    }

    private async Task SaveAsync(SaveBrief filled)
    {
        var kept = _draft is { OutlineEdited: true } && !filled.Replan;
        await DoAsync(filled with { Draft = Id, Owner = await Me() });
        if (_draft is not { } draft || _missing || _problem is not null)
            return;
        var whole = draft.Missing.Count + draft.Wrong.Count == 0;
        _status = !whole ? W["writing.saved-missing"] : kept ? $"{W["writing.saved"]} {W["writing.kept-outline"]}" : W["writing.saved"];
        _briefOpen = !whole;
    }

    private async Task TakeAsync(InputFileChangeEventArgs change)
    {
        if (change.FileCount > DraftLimits.MostFiles)
        {
            _problem = W["writing.too-many", DraftLimits.MostFiles];
            return;
        }

        (_busy, _problem) = (true, null);
        var notes = new List<string>();
        try
        {
            foreach (var file in change.GetMultipleFiles(DraftLimits.MostFiles))
                switch (await Mediator.Send(new TakeMaterial(Id, await Me(), file.Name, await ReadAsync(file)), _gone.Token))
                {
                    case MaterialOutcome.Taken taken:
                        _draft = taken.Draft;
                        notes.Add(W[taken.IsCut ? "writing.taken-cut" : "writing.taken", taken.Name, taken.Characters]);
                        break;
                    case MaterialOutcome.Refused refused:
                        _problem = W["writing.refused", refused.Name, W["knowledge.fault-" + refused.Problem]];
                        break;
                    case MaterialOutcome.TooMany many:
                        _problem = W["writing.too-many", many.Most];
                        break;
                    default:
                        _problem = W["writing.missing-draft"];
                        break;
                }
        }
        finally
        {
            (_busy, _status) = (false, notes.Count > 0 ? string.Join(' ', notes) : null);
        }
    }

    /// <summary>One byte more than is allowed is enough for the file to be refused in its own words.</summary>
    private async Task<byte[]> ReadAsync(IBrowserFile file)
    {
        if (file.Size > DraftLimits.LargestFile)
            return new byte[DraftLimits.LargestFile + 1];
        using var content = new MemoryStream();
        await using var stream = file.OpenReadStream(DraftLimits.LargestFile, _gone.Token);
        await stream.CopyToAsync(content, _gone.Token);
        return content.ToArray();
    }

    private async Task DropAsync(string name) => await DoAsync(new DropMaterial(Id, await Me(), name));

    private async Task CorrectAsync((Fact? Was, string? Text) correction) => await DoAsync(new CorrectFact(Id, await Me(), correction.Was, correction.Text));

    private async Task ChangeAsync(OutlineChange change)
    {
        var before = _draft?.Outline;
        await DoAsync(new ChangeOutline(Id, await Me(), change));
        if (before is not null && _draft?.Outline is { } now && before.Nodes.Count == now.Nodes.Count && change is OutlineChange.Add or OutlineChange.Remove)
            _status = W["writing.not-changed"];
    }

    /// <summary>What a person has worked on comes last: its new text is proposed, and one proposal is open at a time.</summary>
    private async Task WriteAllAsync()
    {
        _stopping = false;
        foreach (var node in _draft!.Sections.Where(section => section.State != SectionState.Written).OrderBy(IsEdited).Select(section => section.Node.Id).ToList())
        {
            if (_stopping || _gone.IsCancellationRequested)
                break;
            await WriteAsync(node);
            StateHasChanged();
            if (_draft.Proposed?.Node == node)
                break;
        }

        if (_draft.Sections.All(section => section.State == SectionState.Written))
            _status = W["writing.written"];
    }

    private static bool IsEdited(SectionView section) => section.Paragraphs.Any(paragraph => paragraph.Paragraph.WordedBy == WrittenParagraph.Person);

    private void Stop() => _stopping = true;

    private async Task WriteAsync(string node)
    {
        (_writing, _status) = (node, null);
        StateHasChanged();
        try
        {
            _draft = await Mediator.Send(new WriteSection(Id, await Me(), node), _gone.Token) ?? _draft;
            if (_draft?.Proposed?.Node == node)
                _status = W["writing.proposed-instead"];
        }
        finally
        {
            _writing = null;
        }
    }

    private async Task ReviseAsync((string Node, string Instruction) asked) => await DoAsync(new ReviseSection(Id, await Me(), asked.Node, asked.Instruction));

    private async Task DecideAsync(bool accept) => await DoAsync(new DecideRevision(Id, await Me(), accept));

    private async Task EditAsync((WrittenParagraph Was, string Text) edit) => await DoAsync(new EditParagraph(Id, await Me(), edit.Was.Node, edit.Was.Text, edit.Text));

    private async Task DoAsync(IRequest<DraftView?> message)
    {
        (_busy, _status, _problem) = (true, null, null);
        StateHasChanged();
        try
        {
            if (await Mediator.Send(message, _gone.Token) is { } draft)
                _draft = draft;
            else
                _problem = W["writing.missing-draft"];
        }
        catch (ValidationException invalid)
        {
            _problem = string.Join(' ', invalid.Errors.Select(Rule).Distinct(StringComparer.Ordinal));
        }
        finally
        {
            _busy = false;
        }
    }

    private string Rule(ValidationFailure failure)
    {
        var said = W["writing.rule-" + failure.ErrorCode, DraftLimits.LongestValue, DraftLimits.MostSections, DraftLimits.MostPoints, Brief.ShortestLength, Brief.LongestLength,
            failure.FormattedMessagePlaceholderValues.GetValueOrDefault("MaxLength", "")];
        return said.ResourceNotFound ? failure.ErrorMessage : said.Value;
    }

    private void Show(int paragraph) => (_shown, _jump) = (paragraph, true);

    private static string SlotName(string slot) => GenreWords.Name(GenreCatalog.Shipped.Slot(slot));

    private async Task<Guid> Me() => (await State).User.AccountId();

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
