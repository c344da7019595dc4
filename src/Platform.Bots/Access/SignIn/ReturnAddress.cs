namespace Platform.Bots.Access.SignIn;

/// <summary>Where someone goes after signing in: an address of this platform, or the console.</summary>
internal static class ReturnAddress
{
    public const string Home = "/console";

    /// <summary>An address that leads to another host, however it is written, becomes <see cref="Home"/>.</summary>
    public static string Safe(string? returnUrl) =>
        returnUrl is ['/', .. var rest] && !rest.StartsWith('/') && !rest.StartsWith('\\') && !rest.Any(char.IsControl) ? returnUrl : Home;
}
