using MediatR;
using Platform.Data;
using Platform.Data.Operations;
using Platform.Scenarios.Simulation.Acts;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>A former version of a recogniser hears again.</summary>
/// <param name="Version">Null for the one before, <see cref="Shipped"/> for what came with the program.</param>
/// <param name="By">Null for a command.</param>
public sealed record RollBackRecogniser(string Family, string Lang, string? Version, TrainerScope? By) : IRequest<RollBackRecogniserOutcome>
{
    public const string Shipped = "shipped";
}

public abstract record RollBackRecogniserOutcome
{
    /// <param name="Version">What hears now; null for what ships.</param>
    public sealed record Done(string? Version) : RollBackRecogniserOutcome;

    /// <summary>Or the program of today cannot hear with it, or there is nothing to go back to.</summary>
    public sealed record NoSuchVersion : RollBackRecogniserOutcome;

    public sealed record NotAllowed : RollBackRecogniserOutcome;
}

internal sealed class RollBackRecogniserHandler(PlatformDbContext db, RecogniserFolder folder, RecognisersInService service, TimeProvider clock) : IRequestHandler<RollBackRecogniser, RollBackRecogniserOutcome>
{
    public async Task<RollBackRecogniserOutcome> Handle(RollBackRecogniser command, CancellationToken cancellationToken)
    {
        if (command.By is { } by && !await by.TrainsAsync(db, cancellationToken))
            return new RollBackRecogniserOutcome.NotAllowed();
        if (!Recognisers.Kinds.Contains((command.Family, command.Lang)))
            return new RollBackRecogniserOutcome.NoSuchVersion();
        var served = folder.Served(command.Family, command.Lang);
        IReadOnlyList<string> next;
        if (command.Version is RollBackRecogniser.Shipped)
            next = [];
        else if (command.Version is { } wanted)
            next = served is [.., var current] && current == wanted ? served : [.. served, wanted];
        else if (served.Count > 0)
            next = [.. served.Take(served.Count - 1)];
        else
            return new RollBackRecogniserOutcome.NoSuchVersion();
        var version = next is [.., var last] ? last : null;
        if (version is not null && !folder.Cards(command.Family, command.Lang).Any(card => card.Version == version && card.IsUsable))
            return new RollBackRecogniserOutcome.NoSuchVersion();

        db.Audit(clock.GetUtcNow(), command.By?.Id, "acts.roll-back", version ?? RollBackRecogniser.Shipped, new { family = command.Family, lang = command.Lang, former = served is [.., var replaced] ? replaced : RollBackRecogniser.Shipped });
        await db.SaveChangesAsync(cancellationToken);
        folder.Serve(command.Family, command.Lang, next);
        await service.LoadAsync(cancellationToken);
        return new RollBackRecogniserOutcome.Done(version);
    }
}
