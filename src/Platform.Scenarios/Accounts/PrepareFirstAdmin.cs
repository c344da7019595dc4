using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Accounts;

namespace Platform.Scenarios.Accounts;

/// <summary>At the start: every role exists, and while no admin does, a one-time code waits for the first one.</summary>
public sealed record PrepareFirstAdmin : IRequest<PrepareFirstAdminOutcome>;

public abstract record PrepareFirstAdminOutcome
{
    public sealed record AdminExists : PrepareFirstAdminOutcome;

    /// <param name="Code">The same until it is used, also after a restart.</param>
    public sealed record Waiting(string Code, string File) : PrepareFirstAdminOutcome;
}

internal sealed class PrepareFirstAdminHandler(
    PlatformDbContext db, UserManager<Account> accounts, RoleManager<IdentityRole<Guid>> roles, IOptions<DataOptions> data, TimeProvider clock)
    : IRequestHandler<PrepareFirstAdmin, PrepareFirstAdminOutcome>
{
    public async Task<PrepareFirstAdminOutcome> Handle(PrepareFirstAdmin command, CancellationToken cancellationToken)
    {
        foreach (var role in Roles.All)
            if (!await roles.RoleExistsAsync(role))
                await roles.CreateAsync(new IdentityRole<Guid>(role) { Id = Guid.CreateVersion7() });
        if ((await accounts.GetUsersInRoleAsync(Roles.Admin)).Count > 0)
            return new PrepareFirstAdminOutcome.AdminExists();

        var file = SetupCodes.File(data.Value);
        if (File.Exists(file))
        {
            var kept = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
            var hash = SetupCodes.Hash(kept);
            if (await db.SetupCodes.AnyAsync(c => c.Hash == hash && c.UsedAt == null, cancellationToken))
                return new PrepareFirstAdminOutcome.Waiting(kept, file);
        }

        var code = SetupCodes.New();
        db.SetupCodes.Add(new SetupCode { Hash = SetupCodes.Hash(code), MadeAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
        await SetupCodes.WriteAsync(file, code, cancellationToken);
        return new PrepareFirstAdminOutcome.Waiting(code, file);
    }
}

/// <summary>The code's form, its hash and its file.</summary>
internal static class SetupCodes
{
    private const string Signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; // 5 bits each; none that is read as another

    public static string File(DataOptions data) => data.FullPath("first-admin-code.txt");

    /// <param name="groups">Of 25 random bits each.</param>
    public static string New(int groups = 4) => string.Join('-', Enumerable.Range(0, groups).Select(_ => RandomNumberGenerator.GetString(Signs, 5)));

    /// <summary>Hyphens, spaces and case do not count.</summary>
    public static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant())));

    public static async Task WriteAsync(string file, string code, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // for whoever runs the platform only
        await using var stream = new FileStream(file, options);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(code + Environment.NewLine), cancellationToken);
    }
}
