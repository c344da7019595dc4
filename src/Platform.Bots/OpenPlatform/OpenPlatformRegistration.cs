using Platform.Bots.OpenPlatform.Usage;

namespace Platform.Bots.OpenPlatform;

/// <summary>What outside applications reach under <c>/v1</c>.</summary>
internal static class OpenPlatformRegistration
{
    public static void AddOpenPlatform(this IServiceCollection services)
    {
        services.AddOptions<OpenPlatformOptions>().BindConfiguration("OpenPlatform").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<KeyMeters>();
        services.AddHostedService<UsageWriter>();
    }
}
