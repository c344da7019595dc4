using System.CommandLine;
using Platform.Model.Corpus;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform corpus …</c>: from data sets to documents that can be trained on, and to a tokenizer for them.</summary>
internal static class CorpusCommand
{
    public static Command Create()
    {
        var command = new Command("corpus", "Makes training corpora and tokenizers from data sets.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(Build());
        command.Add(Tokenizer());
        return command;
    }

    private static Command Build()
    {
        var recipe = new Argument<string>("recipe") { Description = "A YAML file; see docs/corpus.md." };
        var set = RecipeVariables.Option();
        var output = new Option<string>("--output") { Description = "Folder for train.jsonl, dev.jsonl, dropped.jsonl and card.json.", Required = true };
        var command = new Command("build", "Reads the sources of a recipe, cleans them and writes one corpus.") { recipe, set, output };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            foreach (var source in CorpusBuild.Run(parsed.GetValue(recipe)!, RecipeVariables.Of(parsed, set), parsed.GetValue(output)!, cancellationToken))
                await Console.Out.WriteLineAsync(source.LeftOut is { } reason ? $"{source.Name}: left out, {reason}"
                    : $"{source.Name}: {source.TrainDocuments:N0} documents, {source.TrainCharacters:N0} characters; held out {source.DevDocuments:N0}, {source.DevCharacters:N0}; dropped {source.Dropped:N0}");
            return 0;
        }));
        return command;
    }

    private static Command Tokenizer()
    {
        var corpus = new Argument<string>("corpus") { Description = "A file of documents, such as train.jsonl." };
        var size = new Option<int>("--size") { Description = "Ids wanted in all.", DefaultValueFactory = _ => 8192 };
        var characters = new Option<long>("--characters") { Description = "Most characters that are looked at.", DefaultValueFactory = _ => 10_000_000 };
        var output = new Option<string>("--output") { Description = "Folder for the tokenizer's files.", Required = true };
        var command = new Command("tokenizer", "Learns a byte-level tokenizer from a corpus.") { corpus, size, characters, output };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            var made = CorpusTokenizer.Train(parsed.GetValue(corpus)!, parsed.GetValue(size), parsed.GetValue(characters), parsed.GetValue(output)!, cancellationToken);
            await Console.Out.WriteLineAsync($"{made} ids, written to {parsed.GetValue(output)}");
            return 0;
        }));
        return command;
    }
}
