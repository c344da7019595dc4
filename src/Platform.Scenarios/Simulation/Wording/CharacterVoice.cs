using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Platform.Model.Routes;
using Platform.Scenarios.Prompts;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Wording;

/// <summary>
/// Words a planned turn: by the routed model where there is one, checked; else, and after a few refusals, in the engine's own words. A model that
/// follows no instructions chooses among the engine's wordings.
/// </summary>
public sealed class CharacterVoice(IModelRoutes routes, TimeProvider clock, ILogger<CharacterVoice> logger)
{
    public const string ResidentSkill = "resident";
    public const string HelpSeekerSkill = "help-seeker";
    private const int Tries = 2;
    private const int LinesShown = 8;

    private static readonly JsonSerializerOptions Data = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };
    private static readonly PromptFile Resident = PromptFile.Load("CommunityRole/resident.prompt.md");
    private static readonly PromptFile HelpSeeker = PromptFile.Load("Counseling/help-seeker.prompt.md");

    private readonly WordingChoice _choice = new(clock, logger);

    /// <summary>The route that words the characters of a family.</summary>
    public static string SkillOf(string family) => family == ActCodes.CounsellingFamily ? HelpSeekerSkill : ResidentSkill;

    /// <summary>Never throws for what a model or its endpoint does.</summary>
    public async Task<PlayTurn> TakeAsync(
        Scene scene, long seed, PlayState before, string utterance, IReadOnlyList<RecognisedAct> acts, IReadOnlyList<PlayTurn> earlier, CancellationToken cancellationToken)
    {
        var plan = SimulatedCharacter.Plan(scene, before, utterance, acts);
        var own = PracticePlay.Worded(scene, seed, plan, utterance);
        var skill = SkillOf(scene.Key.Family);
        var prompt = skill == HelpSeekerSkill ? HelpSeeker : Resident;
        if (!routes.TryRoute(skill, out var model))
            return own;
        if (!model.FollowsInstructions)
            return await _choice.ChooseAsync(model, skill, PracticePlay.Wordings(scene, seed, plan, utterance), earlier, before.LastReply, cancellationToken) ?? own;

        var told = plan.Ready.Told.Select(t => t.Fact).ToHashSet(StringComparer.Ordinal);
        var messages = prompt.Fill(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["language"] = scene.Said("Chinese", "English"),
            ["material"] = Material(scene, plan, told, utterance, earlier),
        });
        var refused = new List<string>();
        using var limit = new CancellationTokenSource(model.TimeLimit, clock);
        for (var attempt = 1; attempt <= Tries && !limit.IsCancellationRequested; attempt++)
        {
            var reply = await AskAsync(model, skill, messages, attempt, limit, cancellationToken);
            if (reply is null)
            {
                refused.Add("failed");
                continue;
            }

            var said = new SpokenReply(reply.Value.Words, reply.Value.Gesture, reply.Value.Thought ?? own.Reply.Thought, model.Model, refused);
            var faults = ReplyCheck.Faults(scene, said, told, plan.Direction, utterance);
            if (faults.Count == 0 && plan.Disclosure.Tell.All(tell => ReplyCheck.Tells(tell.Fact, said.Words)))
                return PracticePlay.TurnOf(plan, utterance, said, plan.Ready.Spoken);
            refused.AddRange(faults.Count > 0 ? faults : [ReplyFaults.Untold]);
        }

        return own with { Reply = own.Reply with { Refused = refused } };
    }

    /// <summary>Only what may be said stands in it: a fact whose gate is closed is not there to leak.</summary>
    private static string Material(Scene scene, PlannedTurn plan, HashSet<string> told, string utterance, IReadOnlyList<PlayTurn> earlier) => JsonSerializer.Serialize(
        new
        {
            you = new { name = scene.Name, scene.Profile.Age, scene.Profile.Occupation, scene.Profile.Household, scene.Profile.Background, scene.Style.Traits, scene.Principles },
            matter = scene.Situation,
            wants = scene.Wants,
            direction = plan.Direction.ToString(),
            state = plan.State.Values,
            known = scene.Facts.Where(fact => told.Contains(fact.Id)).Select(fact => fact.Text),
            tellNow = plan.Disclosure.Tell.Select(tell => new { fact = tell.Fact.Text, words = tell.Fact.Gate == FactGate.Free ? [] : tell.Fact.Marks }),
            avoidsAnswering = plan.Disclosure.Deflects,
            mention = plan.Hint,
            ending = plan.End?.ToString(),
            dialogue = earlier.TakeLast(LinesShown).Select(turn => new { trainee = turn.Utterance, you = turn.Reply.Words }),
            traineeSaysNow = utterance,
        },
        Data);

    private async Task<(string Words, string? Gesture, string? Thought)?> AskAsync(
        RoutedModel model, string skill, IList<ChatMessage> messages, int attempt, CancellationTokenSource limit, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var response = await model.Client.GetResponseAsync(messages, new ChatOptions { Temperature = 0.7f, MaxOutputTokens = 400 }, both.Token).WaitAsync(both.Token);
            return Read(response.Text);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested) // whatever an endpoint does, the trainee gets an answer
        {
            logger.VoiceFailed(skill, model.Model, attempt, limit.IsCancellationRequested ? "TimeLimit" : broken.GetType().Name);
            return null;
        }
    }

    /// <summary>The three fields of a reply; a model that answers in plain words is taken at its word.</summary>
    internal static (string Words, string? Gesture, string? Thought)? Read(string text)
    {
        var (start, end) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        if (start < 0 || end <= start)
            return string.IsNullOrWhiteSpace(text) ? null : (text.Trim(), null, null);
        try
        {
            using var json = JsonDocument.Parse(text[start..(end + 1)]);
            string? Field(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return Field("words") is { Length: > 0 } words ? (words.Trim(), Field("gesture"), Field("thought")) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal static partial class WordingLog
{
    [LoggerMessage(LogLevel.Warning, "A voice failed: skill {Skill}, model {Model}, try {Try}, {Failure}")]
    public static partial void VoiceFailed(this ILogger logger, string skill, string model, int @try, string failure);
}
