using System.CommandLine;
using Platform.Scenarios.Routes;
using Platform.Scenarios.Skills;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform skill NAME TEXT</c>: has a skill do its work; <c>platform skill list</c> says which there are.</summary>
internal static class SkillCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The skill, such as poetry, translation, knowledge or summary; list names them." };
        var text = new Argument<string?>("text") { Description = "What it works on; - reads it from standard input.", Arity = ArgumentArity.ZeroOrOne };
        var arguments = new Option<string[]>("--with") { Description = "Arguments of the skill as NAME=VALUE, such as form=五绝 or to=en; may be given several times." };
        var language = new Option<string>("--language") { Description = "zh or en: in which language it says what it cannot do.", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("skill", "Has a skill do its work.") { name, text, arguments, language };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            if (parsed.GetValue(name) == "list" && parsed.GetValue(text) is null)
            {
                Console.WriteLine(string.Join('\n', app.Services.GetRequiredService<SkillCatalog>().Names));
                return 0;
            }

            await app.SendAsync(new ListRoutes(Fresh: true), cancellationToken); // routes that were set are read before a skill looks for its own
            var request = new SkillRequest(await TextAsync(parsed.GetValue(text), cancellationToken), Arguments(parsed.GetValue(arguments) ?? []), parsed.GetValue(language) == "zh");
            switch (await app.SendAsync(new RunSkill(parsed.GetValue(name)!, request), cancellationToken))
            {
                case RunSkillOutcome.Ran { Outcome: SkillOutcome.Done done }:
                    Console.WriteLine(done.Text);
                    return 0;
                case RunSkillOutcome.Ran { Outcome: SkillOutcome.Unable unable }:
                    throw new StartupException(unable.Why);
                case RunSkillOutcome.NoSuchSkill none:
                    throw new StartupException($"There is no skill '{parsed.GetValue(name)}'. Known: {string.Join(", ", none.Known)}.");
                case var other:
                    throw new System.Diagnostics.UnreachableException($"No answer is written for {other}.");
            }
        }));
        return command;
    }

    private static async Task<string> TextAsync(string? given, CancellationToken cancellationToken) => given switch
    {
        null => throw new StartupException("Say what the skill works on: platform skill summary TEXT, or - to read it from standard input."),
        "-" => await Console.In.ReadToEndAsync(cancellationToken),
        _ => given,
    };

    private static Dictionary<string, string> Arguments(string[] given)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in given)
            arguments[one.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? one[..at] : throw new StartupException($"--with is '{one}'; NAME=VALUE is needed.")] = one[(at + 1)..];
        return arguments;
    }
}
