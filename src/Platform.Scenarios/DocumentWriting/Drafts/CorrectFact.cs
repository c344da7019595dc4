using FluentValidation;
using MediatR;
using Platform.Scenarios.DocumentWriting.Facts;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>A person corrects a fact of the material, takes it out, or adds one that was not found.</summary>
/// <param name="Was">Null for one that was not found.</param>
/// <param name="Text">As it may be written; null to take it out.</param>
/// <returns>Null when the owner has no such draft.</returns>
public sealed record CorrectFact(Guid Draft, Guid Owner, Fact? Was, string? Text) : IRequest<DraftView?>
{
    public const int LongestText = 120;

    /// <summary>Source of facts that a person added.</summary>
    public const string Added = "added";
}

internal sealed class CorrectFactRules : AbstractValidator<CorrectFact>
{
    public CorrectFactRules() => RuleFor(correct => correct.Text).MaximumLength(CorrectFact.LongestText);
}

internal sealed class CorrectFactHandler(DraftStore drafts) : IRequestHandler<CorrectFact, DraftView?>
{
    public Task<DraftView?> Handle(CorrectFact command, CancellationToken cancellationToken) => drafts.ChangeAsync(command.Draft, command.Owner, content =>
    {
        var facts = FactTable.Of(content.Brief).Facts.Where(fact => fact.Source != FactTable.BriefSource).ToList();
        var at = command.Was is null ? -1 : facts.FindIndex(fact => fact == command.Was);
        if (at >= 0)
            facts.RemoveAt(at);
        if (command.Text is { } text && Brief.Clean(text) is { Length: > 0 } clean)
        {
            facts.Insert(at < 0 ? facts.Count : at, Read(clean, command.Was));
            if (command.Was is { } was && Corrected(was, clean) is { } context)
                facts = [.. facts.Select(fact => fact.Source == was.Source && fact.Context == was.Context ? fact with { Context = context } : fact)];
        }

        return (content with { Brief = content.Brief with { CorrectedFacts = facts } }).Planned(DraftStore.Catalog);
    }, cancellationToken);

    /// <summary>The sentence with the new words; null where it does not tell which of its words they replace.</summary>
    private static string? Corrected(Fact was, string text) =>
        was.Context.IndexOf(was.Text, StringComparison.Ordinal) is >= 0 and var at && at == was.Context.LastIndexOf(was.Text, StringComparison.Ordinal)
            ? string.Concat(was.Context.AsSpan(0, at), text, was.Context.AsSpan(at + was.Text.Length))
            : null;

    /// <summary>What kind of fact the new words are is told by their form, and stays what it was where they have none.</summary>
    private static Fact Read(string text, Fact? was)
    {
        var source = was?.Source ?? CorrectFact.Added;
        return FactReader.Read(text, source) is [var found, ..]
            ? found with { Text = text, Context = was?.Context ?? text }
            : new Fact(was?.Kind ?? FactKind.Quote, text, FactReader.Bare(text), was?.Context ?? text, source);
    }
}
