using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Accounts.Links;

/// <summary>Whoever speaks says which account is theirs: <c>绑定 7KQM2-XPD4R</c>, <c>link 7KQM2-XPD4R</c>; and that it no longer is: <c>解除绑定</c>, <c>unlink</c>.</summary>
internal sealed partial class LinkScenario(IServiceScopeFactory scopes) : IInvitedScenario
{
    public string Name => "account-link";

    public bool IsInvited(Dialogue dialogue) => dialogue.Heard is { Kind: "message", Text: { } text } && (Link().IsMatch(text) || Unlink().IsMatch(text));

    public async IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (dialogue.Heard is not { Kind: "message", Text: { } text })
            yield break;
        using var scope = scopes.CreateScope();
        var answer = await AnswerAsync(dialogue, text, scope.ServiceProvider.GetRequiredService<IMediator>(), cancellationToken);
        yield return new ReplyEvent.Said(Reply.Say(answer) with { Decision = Decisions.Linking });
    }

    private static async Task<string> AnswerAsync(Dialogue dialogue, string text, IMediator mediator, CancellationToken cancellationToken)
    {
        var zh = dialogue.IsChinese;
        if (ChannelPerson.Of(dialogue) is not { } person)
            return zh ? "这里不能确认您是谁，所以不能绑定账号。" : "Who you are cannot be confirmed here, so no account can be linked.";
        if (Link().Match(text) is not { Success: true } link)
            return await mediator.Send(new UnlinkChannel(person), cancellationToken)
                ? zh ? "已解除绑定。之后在这里的练习不再记到账号上，之前的仍属于账号。" : "Unlinked. What you practise here from now on is not the account's; what you practised before still is."
                : zh ? "这里没有绑定账号。" : "No account is linked here.";

        return await mediator.Send(new LinkChannel(person, link.Groups["code"].Value), cancellationToken) switch
        {
            LinkChannelOutcome.Linked { TakenOver: > 0 and var taken } => zh
                ? $"绑定成功。之后在这里的练习都记到您的账号上，之前的 {taken} 次也已转入。"
                : $"Linked. What you practise here is your account's from now on; sessions of before that were taken over: {taken}.",
            LinkChannelOutcome.Linked => zh ? "绑定成功。之后在这里的练习都记到您的账号上。" : "Linked. What you practise here is your account's from now on.",
            LinkChannelOutcome.LinkedToAnother => zh ? "这里已绑定另一个账号。请先说“解除绑定”，再发一次绑定码。" : "Another account is linked here. Say \"unlink\" first, then send the code again.",
            LinkChannelOutcome.TooManyWrong => zh ? "无效的绑定码太多，请十分钟后再试。" : "Too many codes that do not hold. Please try again in ten minutes.",
            _ => zh ? "这个绑定码无效或已过期。请在控制台“练习”的“渠道”页重新生成。" : "This code does not hold, or its time is over. Make a new one in the console, under Practice, Channels.",
        };
    }

    [GeneratedRegex(@"^\s*(绑定|link)\s*[:：]?\s*(?<code>(?=[a-z-]*[0-9])[0-9a-z]{5}-?[0-9a-z]{5})\s*[。.]?\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s*(解除绑定|unlink)\s*[。.!！]?\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Unlink();
}
