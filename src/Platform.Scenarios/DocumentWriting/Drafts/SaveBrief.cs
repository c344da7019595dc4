using FluentValidation;
using MediatR;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>Keeps what a person gave for a draft; when nothing mandatory is missing, the outline is made.</summary>
/// <param name="Values">By slot; empty ones count as not given.</param>
/// <param name="Items">Null when the content was not touched.</param>
/// <param name="Length">Characters.</param>
/// <param name="Replan">Make the outline anew although a person has changed it.</param>
/// <param name="PageFormat">Of the red head; null for what the genre has by itself.</param>
/// <returns>Null when the owner has no such draft.</returns>
public sealed record SaveBrief(
    Guid Draft, Guid Owner, IReadOnlyDictionary<string, string> Values, IReadOnlyList<BriefItem>? Items, IReadOnlyList<string> Attachments, int Length, bool RedHead, bool Replan = false, OfficialFormat? PageFormat = null) : IRequest<DraftView?>;

/// <remarks>The error codes are keys of the page's words: who fills in the form reads the rule in their language.</remarks>
internal sealed class SaveBriefRules : AbstractValidator<SaveBrief>
{
    public SaveBriefRules()
    {
        RuleForEach(save => save.Values).Must(pair => Slots.Known.Contains(pair.Key) && pair.Value.Length <= DraftLimits.LongestValue)
            .WithErrorCode("value").WithMessage($"A value must belong to a known slot and have at most {DraftLimits.LongestValue} characters.");
        RuleFor(save => save.Items).Must(items => items is null || items.Count <= DraftLimits.MostSections && items.All(item => item.Points.Count <= DraftLimits.MostPoints))
            .WithErrorCode("items").WithMessage($"At most {DraftLimits.MostSections} items with {DraftLimits.MostPoints} points each can be taken.");
        RuleFor(save => save.Length).InclusiveBetween(Brief.ShortestLength, Brief.LongestLength).WithErrorCode("length");
    }
}

internal sealed class SaveBriefHandler(DraftStore drafts) : IRequestHandler<SaveBrief, DraftView?>
{
    public Task<DraftView?> Handle(SaveBrief command, CancellationToken cancellationToken) => drafts.ChangeAsync(command.Draft, command.Owner, content =>
    {
        var brief = content.Brief with
        {
            Values = command.Values.Select(pair => (pair.Key, Value: Brief.Clean(pair.Value))).Where(pair => pair.Value.Length > 0).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
            Items = command.Items is null ? content.Brief.Items : [.. command.Items.Where(item => item.Heading.Length + item.Points.Count > 0)],
            Attachments = [.. command.Attachments.Select(Brief.Clean).Where(title => title.Length > 0)],
            Length = command.Length,
            RedHead = command.RedHead,
            PageFormat = command.PageFormat,
        };
        var edited = content.OutlineEdited && !command.Replan;
        return (content with { Brief = brief, OutlineEdited = edited }).Planned(DraftStore.Catalog);
    }, cancellationToken);
}

/// <summary>How much a draft takes.</summary>
public static class DraftLimits
{
    /// <summary>Characters of a slot's value.</summary>
    public const int LongestValue = 500;

    public const int MostSections = 40;

    public const int MostPoints = 30;

    /// <summary>Bytes of a file.</summary>
    public const int LargestFile = 5 << 20;

    public const int MostFiles = 10;
}
