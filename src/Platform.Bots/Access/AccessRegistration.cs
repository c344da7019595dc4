using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Platform.Bots.Access.ApiKeys;
using Platform.Bots.Access.SignIn;
using Platform.Data;
using Platform.Data.Accounts;

namespace Platform.Bots.Access;

internal static class AccessRegistration
{
    /// <summary>Adds accounts: what the server and every command need to know about them.</summary>
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration("Access").ValidateDataAnnotations()
            .Validate(o => !o.OpenIdConnect.IsOn || !string.IsNullOrWhiteSpace(o.OpenIdConnect.ClientId),
                "Access:OpenIdConnect:Authority is set, but Access:OpenIdConnect:ClientId is empty. Give the client id of the application, or leave the authority empty.")
            .Validate(o => o.OpenIdConnect.RoleMap.Values.All(Roles.Exists),
                $"Access:OpenIdConnect:RoleMap names a role that does not exist. Known: {string.Join(", ", Roles.All)}.")
            .ValidateOnStart();
        AddIdentity(services);
        AddKeys(services);
    }

    /// <summary>Adds sign-in and rights: what only the server needs.</summary>
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        new IdentityBuilder(typeof(Account), typeof(IdentityRole<Guid>), services).AddSignInManager();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<AuthenticationStateProvider, CircuitAccount>();
        services.AddAccessPolicies();
        services.AddSignInLimit();
        services.AddHostedService<FirstAdminCode>();
        services.AddCascadingAuthenticationState();

        var signIn = services.AddAuthentication(IdentityConstants.ApplicationScheme);
        signIn.AddIdentityCookies();
        signIn.AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        services.AddSingleton<KnownKeys>();
        services.AddSingleton<PlaygroundPasses>();
        services.AddOptions<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<IOptions<AccessOptions>>((cookie, access) => SignInCookie.Configure(cookie, access.Value));
        if (builder.Configuration.GetSection("Access:OpenIdConnect").Get<OpenIdConnectSettings>() is { IsOn: true })
            signIn.AddProvider();
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddIdentityCore<Account>()
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<PlatformDbContext>()
            .AddDefaultTokenProviders();
        services.AddOptions<IdentityOptions>().Configure<IOptions<AccessOptions>>((identity, access) =>
        {
            var password = identity.Password; // length is what counts; rules about kinds of signs make passwords worse
            (password.RequiredLength, password.RequiredUniqueChars) = (access.Value.PasswordLength, 5);
            password.RequireDigit = password.RequireLowercase = password.RequireUppercase = password.RequireNonAlphanumeric = false;
            (identity.Lockout.MaxFailedAccessAttempts, identity.Lockout.DefaultLockoutTimeSpan) = (access.Value.FailuresBeforeLockout, access.Value.LockoutTime);
            identity.User.AllowedUserNameCharacters = ""; // names in any script
        });
        services.AddOptions<DataProtectionTokenProviderOptions>().Configure<IOptions<AccessOptions>>((token, access) => token.TokenLifespan = access.Value.LinkLifetime);
        services.AddOptions<SecurityStampValidatorOptions>().Configure<IOptions<AccessOptions>>((stamp, access) => stamp.ValidationInterval = access.Value.RecheckInterval);
    }

    /// <summary>Keys of cookies and links lie in the data folder, so that a restart signs nobody out.</summary>
    private static void AddKeys(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("Platform");
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<DataOptions>, ILoggerFactory>((keys, data, loggers) =>
            keys.XmlRepository = new FileSystemXmlRepository(Directory.CreateDirectory(data.Value.FullPath("keys")), loggers));
    }
}
