using System.Net;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Platform.Scenarios.Accounts;

namespace Platform.Testing;

/// <summary>A browser without scripts in front of the console: keeps cookies, sends forms with their antiforgery token, follows nothing by itself.</summary>
public sealed partial class ConsoleClient(HttpClient http) : IDisposable
{
    public const string Password = "correct horse battery staple";

    public HttpClient Http => http;

    public static ConsoleClient Open(TestHost host) =>
        new(host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = host.ClientOptions.BaseAddress }));

    /// <summary>An account with these roles, made as an admin makes one and its owner completes it, and signed in through the form.</summary>
    public static async Task<ConsoleClient> SignedInAsync(TestHost host, params string[] roles)
    {
        var (name, _) = await MakeAccountAsync(host, roles);
        var client = Open(host);
        var answer = await client.SignInAsync(name, Password);
        if (answer.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException($"The sign-in of {name} was answered with {(int)answer.StatusCode}; 302 was expected.");
        return client;
    }

    public static async Task<(string Name, Guid Id)> MakeAccountAsync(TestHost host, params string[] roles)
    {
        var mediator = host.Services.GetRequiredService<IMediator>();
        var name = $"{string.Join('-', roles)}-{Guid.NewGuid():N}"[..30];
        if (await mediator.Send(new InviteAccount(name, null, roles, Guid.Empty)) is not InviteAccountOutcome.Invited invited
            || await mediator.Send(new SetPassword(invited.AccountId, invited.Token, Password)) is not SetPasswordOutcome.Set)
            throw new InvalidOperationException($"The account {name} could not be made.");
        return (name, invited.AccountId);
    }

    public Task<HttpResponseMessage> SignInAsync(string name, string password, string? returnUrl = null) =>
        SendFormAsync($"/signin{(returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}")}", "sign-in", ("Form.Name", name), ("Form.Password", password));

    /// <summary>Gets the page, fills its form in and sends it.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(string path, string form, params (string Name, string Value)[] fields)
    {
        var page = await http.GetStringAsync(path);
        var token = WebUtility.HtmlDecode(Token().Match(page).Groups["token"].Value);
        return await http.PostAsync(path, new FormUrlEncodedContent(
            [new("_handler", form), new("__RequestVerificationToken", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]));
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
