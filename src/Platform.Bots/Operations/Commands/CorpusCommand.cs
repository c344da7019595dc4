using System.CommandLine;
using System.Globalization;
using Platform.Model.Corpus;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform corpus build RECIPE.yaml --data FOLDER --output FOLDER</c>: from data sets to documents that a model can be trained on.</summary>
internal static class CorpusCommand
{
    public static Command Create()
    {
        var command = new Command("corpus", "Makes training texts of data sets.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(Build());
        command.Add(CorpusPersonalDataVerb.Create());
        command.Add(CorpusOrdinaryWordsVerb.Create());
        command.Add(CorpusQualityVerb.Create());
        return command;
    }

    private static Command Build()
    {
        var recipe = new Argument<string>("recipe") { Description = "The corpus recipe, a YAML file such as models/recipes/base.corpus.yaml." };
        var data = new Option<string[]>("--data") { Description = "Folder with the data sets; may be given several times, the first that has a set's folder is used.", Required = true };
        var output = new Option<string>("--output") { Description = "Folder for train.jsonl, dev.jsonl and what was dropped.", Required = true };
        var unlicensed = new Option<bool>("--include-unlicensed") { Description = "Also takes sets of class B, which have no licence. What is trained on them must not leave the house." };
        var threads = new Option<int>("--threads") { Description = "How many threads work; 0 for one on each processor." };
        var set = RecipeVariables.Option();
        var command = new Command("build", "Reads the sets that a recipe names, cleans them and writes the corpus.") { recipe, data, output, unlicensed, threads, set };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            var build = new CorpusBuild
            {
                Recipe = parsed.GetValue(recipe)!,
                Data = parsed.GetValue(data)!,
                Output = parsed.GetValue(output)!,
                IncludeUnlicensed = parsed.GetValue(unlicensed),
                Threads = parsed.GetValue(threads),
                Variables = RecipeVariables.Of(parsed, set),
            };
            var counts = await Task.Run(() => build.Run(cancellationToken), cancellationToken);
            foreach (var count in counts)
            {
                Console.WriteLine(count.Excluded
                    ? $"{count.Name}: left out, it has no licence (--include-unlicensed takes it)"
                    : string.Create(CultureInfo.InvariantCulture, $"{count.Name}: read {count.Read:N0}, train {count.Train:N0} ({count.TrainCharacters:N0} characters), dev {count.Dev:N0} ({count.DevCharacters:N0} characters), dropped {count.Dropped.Values.Sum():N0}"));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all: train {counts.Sum(count => count.TrainCharacters):N0} characters, dev {counts.Sum(count => count.DevCharacters):N0} characters"));
            return 0;
        }));
        return command;
    }
}
