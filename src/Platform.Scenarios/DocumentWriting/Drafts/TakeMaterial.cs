using MediatR;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.Knowledge.Import;
using Platform.Scenarios.Uploads;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>Takes a file as material: its text and its facts are kept with the draft and go with it, the file itself is not kept.</summary>
public sealed record TakeMaterial(Guid Draft, Guid Owner, string FileName, byte[] Content) : IRequest<MaterialOutcome>;

public abstract record MaterialOutcome
{
    /// <param name="Characters">Of its text, as far as it was read.</param>
    /// <param name="IsCut">Whether the text was too long to be read as a whole.</param>
    public sealed record Taken(DraftView Draft, string Name, int Characters, bool IsCut) : MaterialOutcome;

    /// <param name="Problem">What was wrong, as imports into the knowledge base name it.</param>
    public sealed record Refused(string Name, FileProblem Problem) : MaterialOutcome;

    /// <param name="Most">Files that a draft takes.</param>
    public sealed record TooMany(int Most) : MaterialOutcome;

    public sealed record NoSuchDraft : MaterialOutcome;
}

internal sealed class TakeMaterialHandler(DraftStore drafts) : IRequestHandler<TakeMaterial, MaterialOutcome>
{
    public async Task<MaterialOutcome> Handle(TakeMaterial command, CancellationToken cancellationToken)
    {
        var name = UploadName.From(command.FileName);
        if (await drafts.ReadAsync(command.Draft, command.Owner, cancellationToken) is not { } draft)
            return new MaterialOutcome.NoSuchDraft();
        if (draft.Brief.Material.Count(material => material.Name != name) >= DraftLimits.MostFiles)
            return new MaterialOutcome.TooMany(DraftLimits.MostFiles);
        (string Text, bool IsCut) read;
        try
        {
            read = command.Content.Length > DraftLimits.LargestFile
                ? throw new ImportFileException(FileProblem.TooLarge, $"At most {DraftLimits.LargestFile} bytes are read.")
                : WrittenMaterial.TextOf(command.Content, name, cancellationToken);
        }
        catch (ImportFileException refused)
        {
            return new MaterialOutcome.Refused(name, refused.Problem);
        }

        var view = await drafts.ChangeAsync(command.Draft, command.Owner, content => (content with { Brief = With(content.Brief, new Material(name, read.Text)) }).Planned(DraftStore.Catalog), cancellationToken);
        return view is null ? new MaterialOutcome.NoSuchDraft() : new MaterialOutcome.Taken(view, name, read.Text.Length, read.IsCut);
    }

    /// <summary>A file of the same name takes the place of the one before; corrections of other files' facts stay.</summary>
    private static Brief With(Brief brief, Material taken) => brief with
    {
        Material = [.. brief.Material.Where(material => material.Name != taken.Name), taken],
        CorrectedFacts = brief.CorrectedFacts is { } corrected ? [.. corrected.Where(fact => fact.Source != taken.Name), .. FactReader.Read(taken.Text, taken.Name)] : null,
    };
}
