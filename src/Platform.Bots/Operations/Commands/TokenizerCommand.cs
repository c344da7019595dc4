using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Platform.Model.Corpus;
using Platform.Model.Tokenization;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform tokenizer train CORPUS --output FOLDER</c>.</summary>
internal static class TokenizerCommand
{
    public static Command Create()
    {
        var command = new Command("tokenizer", "Trains and measures vocabularies.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(Train());
        command.Add(Measure());
        return command;
    }

    private static Command Train()
    {
        var corpus = new Argument<string[]>("corpus") { Description = "Corpus files (.jsonl or .jsonl.gz).", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--output") { Description = "Folder for tokenizer.json, tokenizer_config.json and generation_config.json.", Required = true };
        var size = new Option<int>("--size") { Description = "Ids in all, control marks included: 300 to 65536.", DefaultValueFactory = _ => 8192 };
        var command = new Command("train", "Learns a byte-level BPE vocabulary.") { corpus, output, size };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(() => Task.Run(
            () => Train(parsed.GetValue(corpus)!, parsed.GetValue(output)!, parsed.GetValue(size), cancellationToken), cancellationToken)));
        return command;
    }

    private static int Train(string[] corpus, string output, int size, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var (characters, words, ids) = VocabularyTraining.Train(corpus, output, size, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{characters:N0} characters, {words:N0} different words, {ids:N0} ids in {clock.Elapsed.TotalSeconds:F1} s: {Path.GetFullPath(output)}"));
        return 0;
    }

    private static Command Measure()
    {
        var folder = new Argument<string>("folder") { Description = "A folder with tokenizer.json." };
        var corpus = new Argument<string[]>("corpus") { Description = "Corpus files (.jsonl or .jsonl.gz).", Arity = ArgumentArity.OneOrMore };
        var command = new Command("measure", "Counts the tokens of a corpus, by source.") { folder, corpus };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(() => Task.Run(
            () => Measure(parsed.GetValue(folder)!, parsed.GetValue(corpus)!, cancellationToken), cancellationToken)));
        return command;
    }

    private static int Measure(string folder, string[] corpus, CancellationToken cancellationToken)
    {
        TextTokenizer tokenizer;
        try
        {
            tokenizer = TextTokenizer.Read(folder);
        }
        catch (TokenizerException unusable)
        {
            throw new StartupException(unusable.Message);
        }

        var sums = VocabularyTraining.Measure(tokenizer, corpus, cancellationToken);
        foreach (var (source, sum) in sums.Append(new("all", (sums.Values.Sum(sum => sum.Characters), sums.Values.Sum(sum => sum.Tokens)))))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source}: {sum.Characters:N0} characters, {sum.Tokens:N0} tokens, {(double)sum.Characters / sum.Tokens:F3} characters a token"));
        return 0;
    }
}
