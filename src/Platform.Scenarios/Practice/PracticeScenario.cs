using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Conversations;
using Platform.Scenarios.Accounts.Links;
using Platform.Scenarios.Safety;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Practice;

/// <summary>Practice in a channel: <c>练习 周桂兰</c>, <c>practise Frank Doyle</c>; then every message goes to the character until the session ends. Who is linked to an account practises as that account.</summary>
internal sealed partial class PracticeScenario(IServiceScopeFactory scopes, PracticeScenes scenes, OwnDanger danger) : IInvitedScenario
{
    public const string ScenarioName = "practice";

    /// <summary>Decision of every reply that a running practice gave.</summary>
    internal const string Playing = "practising";

    private const int Offered = 2; // buttons for each kind of person
    private const int LongestUtterance = 2000;
    private const int Overlap = 200; // of the parts of a longer one, so that no sentence is lost between two

    public string Name => ScenarioName;

    public bool IsInvited(Dialogue dialogue) =>
        dialogue.Heard is { Kind: "message", Text: { } text } && (Running(dialogue) is not null || (Call().Match(text) is { Success: true } call && (call.Groups["name"].Length == 0 || scenes.Find(call.Groups["name"].Value, 0) is not null)));

    public async IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (dialogue.Heard is not { Kind: "message", Text: { Length: > 0 } text })
            yield break;

        yield return new ReplyEvent.Working();
        using var scope = scopes.CreateScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var trainee = ChannelPerson.Of(dialogue) is { } person ? await mediator.Send(new FindLinkedAccount(person), cancellationToken) : null;
        var running = Running(dialogue);
        if (Call().Match(text) is { Success: true } call)
            yield return new ReplyEvent.Said(await StartAsync(dialogue, trainee, call.Groups["name"].Value, mediator, cancellationToken));
        else if (running is not { } session)
            yield return new ReplyEvent.Said(Invite(dialogue.IsChinese));
        else if (Stop().IsMatch(text.Trim()))
            yield return new ReplyEvent.Said(await EndAsync(session, trainee, dialogue.IsChinese, mediator, cancellationToken));
        else if (Break().IsMatch(text.Trim()) && await mediator.Send(new TakeBreak(session, trainee), cancellationToken))
            yield return new ReplyEvent.Said(Answer(session, OnBreak(dialogue.IsChinese)));
        else if (GoOn().Match(text.Trim()) is { Success: true } word && await mediator.Send(new ResumePractice(session, trainee, OnlyFromBreak: !word.Groups["practice"].Success), cancellationToken))
            yield return new ReplyEvent.Said(Answer(session, dialogue.IsChinese ? "好，继续练习。没有得到回答的话，请再说一遍。" : "All right, the practice goes on. Please say again what was not answered."));
        else
            yield return new ReplyEvent.Said(await TakeAsync(dialogue, session, trainee, text, mediator, cancellationToken));
    }

    private async Task<Reply> StartAsync(Dialogue dialogue, Guid? trainee, string name, IMediator mediator, CancellationToken cancellationToken)
    {
        if (scenes.Find(name, dialogue.Recent.Count) is not { } found)
            return Invite(dialogue.IsChinese);
        var key = await AssignedAsync(trainee, found, mediator, cancellationToken);
        var outcome = await mediator.Send(new StartPractice(trainee, $"{dialogue.Channel}:{dialogue.UserId}", key, ConsentsToTraining: false), cancellationToken);
        if (outcome is not StartOutcome.Started started)
            return Invite(dialogue.IsChinese);
        var scene = scenes.Compose(key);
        return Answer(started.Session, scene.Said(
            $"**这是模拟练习。** {scene.Situation}\n\n目标：{scene.Goal}\n\n说“暂停”可以休息，说“结束练习”可以随时结束并看评分。\n\n---\n\n{Spoken(started.Words, started.Gesture)}",
            $"**This is a simulation.** {scene.Situation}\n\nGoal: {scene.Goal}\n\nSay \"pause\" to take a break, \"end practice\" to stop at any time and see the score.\n\n---\n\n{Spoken(started.Words, started.Gesture)}"));
    }

    /// <summary>What a trainer gave the trainee with this person comes before a matter by chance.</summary>
    private static async Task<SceneKey> AssignedAsync(Guid? trainee, SceneKey found, IMediator mediator, CancellationToken cancellationToken)
    {
        if (trainee is null)
            return found;
        var given = await mediator.Send(new ListAssignments(trainee, null), cancellationToken);
        return given.FirstOrDefault(task => !task.Done && task.Scene.Persona == found.Persona)?.Scene ?? found;
    }

    private async Task<Reply> TakeAsync(Dialogue dialogue, Guid session, Guid? trainee, string text, IMediator mediator, CancellationToken cancellationToken)
    {
        // A turn that was owed when the server died is asked again under the same key, and answered with what was stored.
        var key = dialogue.Heard.ActivityId ?? $"{dialogue.Recent.Count}:{text.Length}";
        return await mediator.Send(new TakePracticeTurn(session, trainee, PartOf(text), key, dialogue.Id.Value), cancellationToken) switch
        {
            PracticeTurnOutcome.Answered { Ended: false } answered => Answer(session, Spoken(answered.Turn.Words, answered.Turn.Gesture)),
            PracticeTurnOutcome.Answered answered => Reply.Say($"{Spoken(answered.Turn.Words, answered.Turn.Gesture)}\n\n---\n\n{await ResultAsync(session, trainee, dialogue.IsChinese, mediator, cancellationToken)}"),
            PracticeTurnOutcome.StoppedForSafety stopped => Answer(session, $"{stopped.Text}\n\n{(dialogue.IsChinese ? "练习已暂停。如果这只是练习里的话，请说“继续练习”；也可以说“结束练习”。" : "The practice is paused. If these were only words of the role-play, say \"continue practice\"; or say \"end practice\".")}"),
            PracticeTurnOutcome.Paused { ByTrainee: true } => Answer(session, OnBreak(dialogue.IsChinese)),
            PracticeTurnOutcome.Paused => Answer(session, dialogue.IsChinese ? "带教老师暂停了练习，请稍等。" : "The trainer has paused the practice. Please wait."),
            PracticeTurnOutcome.Waiting => Answer(session, dialogue.IsChinese ? "对方正在想……（由带教老师回答，请在练习页面查看）" : "Thinking … (the trainer answers; see the practice page)"),
            PracticeTurnOutcome.Overtaken or PracticeTurnOutcome.TooMuchWaiting => Answer(session, dialogue.IsChinese ? "请再发一次。" : "Please send that again."),
            PracticeTurnOutcome.NoSuchSession => Answer(session, dialogue.IsChinese ? "这场练习是另一个账号的。请由那个账号继续，或者说“练习”另开一场。" : "This practice is another account's. Let that account go on, or say \"practise\" to begin another."),
            _ => Reply.Say(await ResultAsync(session, trainee, dialogue.IsChinese, mediator, cancellationToken)),
        };
    }

    /// <summary>The beginning of what is too long, unless a later part tells of a danger to whoever writes: then that part, which stops the role-play and is noted.</summary>
    private string PartOf(string text)
    {
        if (text.Length <= LongestUtterance)
            return text;
        for (var at = 0; at + Overlap < text.Length; at += LongestUtterance - Overlap)
        {
            var part = text.Substring(at, Math.Min(LongestUtterance, text.Length - at));
            if (danger.InPractice(part).IsSign || danger.InConversation(part).IsSign)
                return part;
        }

        return text[..LongestUtterance];
    }

    private static async Task<Reply> EndAsync(Guid session, Guid? trainee, bool isChinese, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new EndPractice(session, trainee), cancellationToken);
        return Reply.Say(await ResultAsync(session, trainee, isChinese, mediator, cancellationToken));
    }

    private static async Task<string> ResultAsync(Guid session, Guid? trainee, bool isChinese, IMediator mediator, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new ReadPracticeResult(session, trainee), cancellationToken) is not { } result)
            return isChinese ? "没有可以评分的练习。" : "There is no practice to score.";
        var score = result.Score;
        if (score.Void is { } why)
            return isChinese ? $"**模拟练习结束，这次不评分**：{why}。" : $"**Practice ended, not scored**: {why}.";
        var lines = score.Criteria.Select(c => $"- {c.Name}：{Share(c)}").ToList();
        var missed = score.Criteria.SelectMany(c => c.Checks).Where(check => !check.Met).Take(3).Select(check => $"- {check.Question}");
        return isChinese
            ? $"**模拟练习结束：{score.Score} 分**（及格 {score.PassMark}，仅供参考）\n\n{string.Join('\n', lines)}\n\n下次可以做到：\n{string.Join('\n', missed)}"
            : $"**Practice ended: {score.Score} of 100** (pass mark {score.PassMark}, advice only)\n\n{string.Join('\n', lines)}\n\nNext time:\n{string.Join('\n', missed)}";
    }

    private static string Share(CriterionScore criterion) => $"{criterion.Checks.Count(check => check.Met)}/{criterion.Checks.Count}";

    /// <summary>Who can be practised with, and a few of them as buttons.</summary>
    private Reply Invite(bool isChinese)
    {
        var lang = isChinese ? "zh" : "en";
        var residents = scenes.Residents.Where(r => r.Lang == lang).ToList();
        var helpSeekers = scenes.HelpSeekers.Where(p => p.Lang == lang).ToList();
        var text = isChinese
            ? $"和一位模拟的人谈话，结束后看到评分和依据。选一位，或说“练习”加上名字。\n\n- 来投诉的居民：{string.Join("、", residents.Select(r => r.Name))}\n- 求助者：{string.Join("、", helpSeekers.Select(p => p.Name))}"
            : $"Talk with a simulated person; at the end you see a score with its evidence. Choose one, or say \"practise\" and a name.\n\n- Residents with a complaint: {string.Join(", ", residents.Select(r => r.Name))}\n- People who seek help: {string.Join(", ", helpSeekers.Select(p => p.Name))}";
        var offered = residents.Take(Offered).Select(r => (r.Name, r.Profile.Occupation)).Concat(helpSeekers.Take(Offered).Select(p => (p.Name, p.Profile.Occupation)));
        var choices = offered.Select(person => isChinese
            ? new Choice($"{person.Name}，{person.Occupation}", $"练习 {person.Name}")
            : new Choice($"{person.Name}, {person.Occupation}", $"practise {person.Name}"));
        return new() { Text = text, Choices = [.. choices] };
    }

    private static string OnBreak(bool isChinese) => isChinese
        ? "练习已暂停，现在说的话对方听不到。说“继续”接着练，说“结束练习”结束并看评分。"
        : "The practice is paused, and the character hears nothing. Say \"continue\" to go on, or \"end practice\" to stop and see the score.";

    private static string Spoken(string words, string? gesture) => gesture is null ? words : $"*（{gesture}）* {words}";

    private static Reply Answer(Guid session, string text) =>
        new() { Text = text, Decision = Playing, Details = JsonSerializer.Serialize(new PracticeMark(session), JsonSerializerOptions.Web) };

    /// <summary>The session that the bot's last reply belongs to.</summary>
    private static Guid? Running(Dialogue dialogue)
    {
        var details = dialogue.Recent.Where(line => line.Speaker == Speaker.Bot && line.Decision != Decisions.Linking).Reverse().TakeWhile(line => line.Decision == Playing)
            .Select(line => line.Details).FirstOrDefault(found => found is not null); // a reply to what was removed has lost its own
        return details is null ? null : SessionIn(details);
    }

    /// <summary>The session that the details of a reply name.</summary>
    internal static Guid? SessionIn(string details) => JsonSerializer.Deserialize<PracticeMark>(details, JsonSerializerOptions.Web)?.Practice;

    private sealed record PracticeMark(Guid Practice);

    [GeneratedRegex(@"^\s*(练习|模拟练习|practi[sc]e)\s*[:：]?\s+(?<name>\S.{0,60}?)\s*$|^\s*(练习|模拟练习)(?<name>[\u4e00-\u9fff]{2,4})\s*$|^\s*(练习|模拟练习|practi[sc]e)(?<name>)\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex Call();

    [GeneratedRegex("^(暂停|暂停练习|pause|pause practi[sc]e)[。.!！]?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Break();

    /// <summary>The short words may also be said to the character, so they only end a break.</summary>
    [GeneratedRegex("^((?<practice>继续练习|continue practi[sc]e)|继续|continue)[。.!！]?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex GoOn();

    [GeneratedRegex("^(结束练习|停止练习|退出练习|end practi[sc]e|stop practi[sc]e)[。.!！]?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Stop();
}
