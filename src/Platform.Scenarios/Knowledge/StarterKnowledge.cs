using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Operations;
using Platform.Scenarios.Knowledge.Import;

namespace Platform.Scenarios.Knowledge;

/// <summary>Makes the knowledge base ready with the host: starter content into an empty base, then the index.</summary>
internal sealed class StarterKnowledge(
    IServiceScopeFactory scopes, IDbContextFactory<PlatformDbContext> contexts, LiveKnowledge knowledge, IOptions<KnowledgeOptions> options,
    TimeProvider clock, ILogger<StarterKnowledge> logger)
    : BackgroundService
{
    private const string DoneAct = "knowledge.starter";

    /// <summary>The import, a second or so, comes before the first question; training runs beside the start, and the first question waits for it.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ImportStarter)
            await ImportIfEmptyAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await knowledge.TrainAsync(stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException) // the server goes on; the first question tries again and reports
        {
            logger.NotReadyAtStart(failure.GetType().Name);
        }
    }

    /// <summary>A start that was cut off in the middle of this goes on with it the next time; after that it is never done again.</summary>
    private async Task ImportIfEmptyAsync(CancellationToken cancellationToken)
    {
        var files = StarterFiles.All();
        var names = files.Select(file => Path.GetFileName(file)!).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.AuditEntries.AnyAsync(a => a.Act == DoneAct, cancellationToken)
            || await db.KnowledgeEntries.AnyAsync(e => e.Source == null || !names.Contains(e.Source), cancellationToken)
            || await db.KnowledgeDocuments.AnyAsync(d => !names.Contains(d.Name), cancellationToken))
            return;

        await using var scope = scopes.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        foreach (var file in files)
            await mediator.Send(new ImportKnowledge(Path.GetFileName(file), await File.ReadAllBytesAsync(file, cancellationToken), Train: false), cancellationToken);
        db.AuditEntries.Add(new AuditEntry { At = clock.GetUtcNow(), Act = DoneAct });
        await db.SaveChangesAsync(cancellationToken);
    }
}
