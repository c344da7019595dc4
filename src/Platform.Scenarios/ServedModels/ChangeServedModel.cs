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

    /// <param name="Detail">What the host says of it, in English.</param>
    public sealed record Refused(ModelRefusal Why, string Detail) : ChangeServedModelOutcome;
}

public enum ModelRefusal
{
    /// <summary>It is not named, or not served any more.</summary>
    UnknownModel = 0,

    /// <summary>It does not load, or does not fit into memory.</summary>
    Unavailable = 1,
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
            return new ChangeServedModelOutcome.Refused(refusal is UnknownModelException ? ModelRefusal.UnknownModel : ModelRefusal.Unavailable, refusal.Message);
        }

        db.Audit(clock.GetUtcNow(), command.By, command.Load ? "model.load" : "model.unload", command.Model);
        await db.SaveChangesAsync(cancellationToken);
        return new ChangeServedModelOutcome.Changed();
    }
}
