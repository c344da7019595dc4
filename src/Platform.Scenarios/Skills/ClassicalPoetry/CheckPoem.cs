using MediatR;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Reads a poem as verse and says what breaks its form; asks no model.</summary>
public sealed record CheckPoem(string Text) : IRequest<CheckPoemOutcome>;

public abstract record CheckPoemOutcome
{
    public sealed record Checked(PoemReport Report) : CheckPoemOutcome;

    /// <summary>It holds no verse, or too much.</summary>
    public sealed record Refused(string Chinese, string English) : CheckPoemOutcome;
}

internal sealed class CheckPoemHandler : IRequestHandler<CheckPoem, CheckPoemOutcome>
{
    public Task<CheckPoemOutcome> Handle(CheckPoem message, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<CheckPoemOutcome>(new CheckPoemOutcome.Checked(new PoemChecker(RhymeBook.Shipped()).Check(message.Text)));
        }
        catch (PoemException refusal)
        {
            return Task.FromResult<CheckPoemOutcome>(new CheckPoemOutcome.Refused(refusal.Chinese, refusal.English));
        }
    }
}
