using MediatR;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>Compares the layout of a DOCX with GB/T 9704-2012, whoever made it. The file is not kept.</summary>
public sealed record CheckLayout(byte[] Content) : IRequest<LayoutOutcome>;

/// <summary>What can come of it.</summary>
public abstract record LayoutOutcome
{
    /// <param name="Deviations">Empty when it is as the standard has it.</param>
    /// <param name="Format">Which of the standard's formats the file uses.</param>
    public sealed record Checked(IReadOnlyList<LayoutDeviation> Deviations, OfficialFormat Format) : LayoutOutcome;

    /// <summary>It is no DOCX, damaged, or not safe to open.</summary>
    public sealed record Unreadable : LayoutOutcome;
}

internal sealed class CheckLayoutHandler : IRequestHandler<CheckLayout, LayoutOutcome>
{
    public Task<LayoutOutcome> Handle(CheckLayout command, CancellationToken cancellationToken)
    {
        try
        {
            var report = LayoutValidator.Read(command.Content, cancellationToken);
            return Task.FromResult<LayoutOutcome>(new LayoutOutcome.Checked(report.Deviations, report.Format));
        }
        catch (LayoutFileException)
        {
            return Task.FromResult<LayoutOutcome>(new LayoutOutcome.Unreadable());
        }
    }
}
