using MediatR;
using Platform.Data;
using Platform.Data.Operations;
using Platform.Model.Serving;

namespace Platform.Scenarios.ServedModels;

/// <summary>Loads a served model before it is asked for, or gives its memory back.</summary>
/// <param name="Load">False unloads; requests that run go on, and the next request loads it again.</param>
public sealed record ChangeServedModel(string Model, bool Load, Guid? By) : IRequest<ChangeServedModelOutcome>;

public abstract record ChangeServedModelOutcome
{
    public sealed record Changed : ChangeServedModelOutcome;

    /// <param name="Words">Why, in one sentence.</param>
    public sealed record Refused(string Words) : ChangeServedModelOutcome;
}

internal sealed class ChangeServedModelHandler(PlatformDbContext db, ModelHost host, TimeProvider clock) : IRequestHandler<ChangeServedModel, ChangeServedModelOutcome>
{
    public async Task<ChangeServedModelOutcome> Handle(ChangeServedModel command, CancellationToken cancellationToken)
    {
        try
        {
            if (command.Load)
                await host.LoadAsync(command.Model, cancellationToken);
            else
                await host.UnloadAsync(command.Model);
        }
        catch (AdmissionException refusal)
        {
            return new ChangeServedModelOutcome.Refused(refusal.Message);
        }

        db.Audit(clock.GetUtcNow(), command.By, command.Load ? "model.load" : "model.unload", command.Model);
        await db.SaveChangesAsync(cancellationToken);
        return new ChangeServedModelOutcome.Changed();
    }
}
