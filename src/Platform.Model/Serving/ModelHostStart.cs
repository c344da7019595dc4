using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Platform.Model.Serving;

/// <summary>Loads the models that are to be there from the start, and lets requests end when the program stops.</summary>
internal sealed class ModelHostStart(ModelHost host, IOptions<ServingOptions> options, ILogger<ModelHostStart> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var (name, model) in options.Value.Models)
        {
            if (!model.Load)
                continue;
            try
            {
                await host.LoadAsync(name, stoppingToken);
            }
            catch (AdmissionException refusal) // the program starts without it; each request tries again and tells its caller
            {
                logger.ModelNotLoaded(name, refusal.GetType().Name);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await host.StopAsync();
    }
}
