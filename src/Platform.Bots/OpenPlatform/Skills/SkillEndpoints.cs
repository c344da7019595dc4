using System.Text.Encodings.Web;
using System.Text.Json;
using MediatR;
using Platform.Bots.OpenPlatform.Calls;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Scenarios.Skills;

namespace Platform.Bots.OpenPlatform.Skills;

/// <summary><c>POST /api/skills/NAME</c>: has a skill do its work; <c>GET /api/skills</c>: which there are.</summary>
internal sealed class SkillEndpoints(IMediator mediator, SkillCatalog skills)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public Task ListAsync(ApiCall call) => call.Http.Response.WriteAsJsonAsync(new { data = skills.Names.Where(call.Caller.MayAsk) }, Form, call.Aborted);

    public async Task RunAsync(ApiCall call)
    {
        var name = skills.Find(call.Http.GetRouteValue("skill") as string ?? "")?.Name
            ?? throw new ApiException(StatusCodes.Status404NotFound, $"There is no such skill. Known: {string.Join(", ", skills.Names)}.", "skill", "skill_not_found");
        var fields = await call.ReadAsync(name);
        var text = fields.RequiredText("text");
        var arguments = Arguments(fields);
        var chinese = fields.Text("language") switch
        {
            null => text.Any(sign => sign is >= '\u4e00' and <= '\u9fff'),
            "zh" => true,
            "en" => false,
            _ => throw ApiException.Invalid("language", "language must be zh or en: it says in which language the answer says what cannot be done."),
        };
        call.WarnOf(fields);

        switch (await mediator.Send(new RunSkill(name, new SkillRequest(text, arguments, chinese)), call.Aborted))
        {
            case RunSkillOutcome.Ran { Outcome: SkillOutcome.Done done }:
                await call.Http.Response.WriteAsJsonAsync(new { skill = name, done.Text, done.Model, done.PromptHash, done.Details }, Form, call.Aborted);
                break;
            case RunSkillOutcome.Ran { Outcome: SkillOutcome.Unable unable }:
                throw new ApiException(StatusCodes.Status422UnprocessableEntity, unable.Why, code: "skill_unable");
            case var other:
                throw new System.Diagnostics.UnreachableException($"No answer is written for {other}.");
        }
    }

    private static Dictionary<string, string> Arguments(RequestFields fields)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields.Object("arguments")?.All ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            arguments[name] = value.ValueKind switch
            {
                JsonValueKind.String => RequestFields.TextOf(value, $"arguments.{name}"),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => throw ApiException.Invalid($"arguments.{name}", $"arguments.{name} is {RequestFields.Shown(value)}; it must be a text or a number."),
            };
        return arguments;
    }
}
