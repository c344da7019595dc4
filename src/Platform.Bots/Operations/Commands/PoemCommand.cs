using System.CommandLine;
using System.Globalization;
using Platform.Model.Routes;
using Platform.Model.Serving;
using Platform.Scenarios.Routes;
using Platform.Scenarios.Skills.ClassicalPoetry;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform poem TITLE</c> writes classical verse; <c>platform poem check FILE</c> annotates a poem.</summary>
internal static class PoemCommand
{
    public static Command Create()
    {
        var title = new Argument<string?>("title") { Description = "What the poem is about, as its title.", Arity = ArgumentArity.ZeroOrOne };
        var form = new Option<string>("--form") { Description = "For example 五绝, 七绝, 五律, 七律, 七言对联, 浣溪沙, or their keys (jueju-7).", DefaultValueFactory = _ => "七绝" };
        var model = new Option<string?>("--model") { Description = "Folder of a checkpoint; left out, the model of the route poetry writes." };
        var author = new Option<string?>("--author") { Description = "In whose manner, for example 李白." };
        var acrostic = new Option<string?>("--acrostic") { Description = "Characters that begin the lines (藏头)." };
        var given = new Option<string?>("--given") { Description = "Lines to go on from." };
        var candidates = new Option<int>("--candidates") { Description = "How many are written to choose from, 1 to 16.", DefaultValueFactory = _ => 4 };
        var seed = new Option<long?>("--seed") { Description = "Same seed, same poem." };
        var customary = new Option<bool>("--customary") { Description = "Allow what poets of the Tang allowed themselves." };
        var all = new Option<bool>("--all") { Description = "Show every candidate." };
        var command = new Command("poem", "Writes classical verse that keeps its form, or checks it.") { title, form, model, author, acrostic, given, candidates, seed, customary, all };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => InWords(async () =>
        {
            var order = new PoemOrder(PoemForm.Named(parsed.GetValue(form)!), parsed.GetValue(title) ?? throw new StartupException("Say what the poem is about: platform poem 春望 --form 七绝."))
            {
                Author = parsed.GetValue(author),
                Acrostic = parsed.GetValue(acrostic),
                Given = parsed.GetValue(given),
                Candidates = parsed.GetValue(candidates),
                Seed = parsed.GetValue(seed),
                Strictness = parsed.GetValue(customary) ? Strictness.Customary : Strictness.Strict,
            };
            var written = await WriteAsync(order, parsed.GetValue(model), [.. parsed.UnmatchedTokens], cancellationToken);
            if (written.GivenIsFree)
                await Console.Error.WriteLineAsync("What is given does not keep the form's tones; it stands as it is, and the rest keeps the form.");
            foreach (var draft in written.Drafts.Take(parsed.GetValue(all) ? int.MaxValue : 1))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{draft.Text}\n\n{PoemPrint.Annotated(draft.Report, isChinese: true)}\n\n{written.Model}: {draft.MeanLogProbability:0.00} nats a token\n"));
            return written.Drafts.Count > 0 ? 0 : throw new StartupException($"The model wrote {written.Discarded} poems and none kept the form, so none is shown.");
        }));
        command.Add(Check());
        return command;
    }

    private static Command Check()
    {
        var file = new Argument<string>("file") { Description = "A text with one poem; poems in one file are parted by empty lines." };
        var form = new Option<string?>("--form") { Description = "The form it should have; left out, it is recognised." };
        var command = new Command("check", "Says the tones, rhymes and faults of poems; ends with 1 when one has a fault.") { file, form };
        command.SetAction((parsed, cancellationToken) => InWords(async () =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path))
                throw new StartupException($"There is no file {Path.GetFullPath(path)}.");
            var checker = new PoemChecker(RhymeBook.Shipped());
            var faults = 0;
            foreach (var poem in (await File.ReadAllTextAsync(path, cancellationToken)).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var report = checker.Check(poem, parsed.GetValue(form) is { } name ? PoemForm.Named(name) : null);
                Console.WriteLine($"{PoemPrint.Annotated(report, isChinese: true)}\n");
                faults += report.Findings.Count;
            }

            return faults == 0 ? 0 : 1;
        }));
        return command;
    }

    private static async Task<WrittenPoems> WriteAsync(PoemOrder order, string? folder, string[] settings, CancellationToken cancellationToken)
    {
        if (folder is not null)
        {
            await using var serving = ServedFolder.Open(folder, settings);
            return await new PoemWriter(serving.Host, RhymeBook.Shipped()).WriteAsync(order, new ModelTarget.Local(ServedFolder.Name), cancellationToken);
        }

        await using var app = await CommandHost.StartAsync(settings, cancellationToken);
        await app.SendAsync(new ListRoutes(Fresh: true), cancellationToken); // routes that were set are read before the skill looks for its own
        return await app.Services.GetRequiredService<ClassicalPoetrySkill>().WriteAsync(order, cancellationToken)
            ?? throw new StartupException("No model writes poems: name a checkpoint with --model FOLDER, or one for the route poetry in Models:Routes.");
    }

    /// <summary>Orders that cannot be filled and models that are not there are told in words.</summary>
    internal static Task<int> InWords(Func<Task<int>> work) => CommandLine.Guarded(async () =>
    {
        try
        {
            return await work();
        }
        catch (Exception refusal) when (refusal is PoemException or AdmissionException)
        {
            throw new StartupException((refusal as PoemException)?.English ?? refusal.Message, refusal);
        }
    });
}
