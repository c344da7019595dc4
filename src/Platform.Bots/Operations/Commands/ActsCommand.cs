using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Platform.Scenarios.Practice.Recognition;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform acts train|list|rollback</c>: the recogniser of a trainee's acts, taught by what trainers corrected; a running server follows within seconds.</summary>
internal static class ActsCommand
{
    public static Command Create()
    {
        var command = new Command("acts", "Trains the recogniser of acts with corrections, lists its versions, goes back to one.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(Train());
        command.Add(List());
        command.Add(Back());
        return command;
    }

    private static Command Train()
    {
        var (family, lang) = Kind();
        var command = new Command("train", "Trains a version; it comes into service unless it loses more than is allowed on held-out utterances.") { family, lang };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => InWords(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var outcome = await app.SendAsync(new TrainRecogniser(parsed.GetValue(family)!, parsed.GetValue(lang)!, By: null), cancellationToken);
            var (exit, words) = outcome switch
            {
                TrainRecogniserOutcome.Trained trained => (0, $"In service: {Of(trained.Card)}"),
                TrainRecogniserOutcome.Unchanged => (0, "Nothing new: the version in service has learned from the same."),
                TrainRecogniserOutcome.Refused refused => (3, $"Not put into service: macro-F1 {Number(refused.F1)} against {Number(refused.FormerF1)} of the version in service."),
                TrainRecogniserOutcome.NothingToLearn nothing => (2, $"There is no correction to learn from; {nothing.Withheld} are in sessions whose trainee did not agree."),
                _ => throw new UnreachableException(),
            };
            await (exit == 0 ? Console.Out : Console.Error).WriteLineAsync(words);
            return exit;
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists what hears, what it could learn from, and the versions.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellationToken) => InWords(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            foreach (var recogniser in await app.SendAsync(new ListRecognisers(By: null), cancellationToken))
            {
                await Console.Out.WriteLineAsync(
                    $"{recogniser.Family} {recogniser.Lang}: {recogniser.Version ?? RollBackRecogniser.Shipped} in service, {recogniser.Corrections} corrections, {recogniser.New} new, {recogniser.Withheld} withheld");
                foreach (var card in recogniser.Versions)
                    await Console.Out.WriteLineAsync($"  {Of(card)}");
            }

            return 0;
        }));
        return command;
    }

    private static Command Back()
    {
        var (family, lang) = Kind();
        var version = new Option<string?>("--to") { Description = $"A version, or {RollBackRecogniser.Shipped}; left out, the one before." };
        var command = new Command("rollback", "Lets a former version hear again.") { family, lang, version };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => InWords(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            if (await app.SendAsync(new RollBackRecogniser(parsed.GetValue(family)!, parsed.GetValue(lang)!, parsed.GetValue(version), By: null), cancellationToken) is not RollBackRecogniserOutcome.Done done)
                throw new StartupException("There is no such version to go back to, or this program cannot hear with it. See 'acts list'.");
            await Console.Out.WriteLineAsync($"In service: {done.Version ?? RollBackRecogniser.Shipped}");
            return 0;
        }));
        return command;
    }

    private static (Option<string> Family, Option<string> Lang) Kind()
    {
        var family = new Option<string>("--family") { Description = $"{ActCodes.CommunityFamily} or {ActCodes.CounsellingFamily}.", Required = true };
        family.AcceptOnlyFromAmong(ActCodes.CommunityFamily, ActCodes.CounsellingFamily);
        var lang = new Option<string>("--lang") { Description = "zh or en.", DefaultValueFactory = _ => "zh" };
        lang.AcceptOnlyFromAmong("zh", "en");
        return (family, lang);
    }

    private static string Of(RecogniserCard card) => string.Create(CultureInfo.InvariantCulture,
        $"{card.Version}  {card.TrainedAt:yyyy-MM-dd HH:mm}  macro-F1 {card.F1:0.000} (before {card.FormerF1:0.000}, on {card.Items}), {card.Utterances} utterances, {card.Turns.Count} of them corrections");

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static Task<int> InWords(Func<Task<int>> work) => CommandLine.Guarded(async () =>
    {
        try
        {
            return await work();
        }
        catch (ContentException wrong)
        {
            throw new StartupException(wrong.Message, wrong);
        }
    });
}
