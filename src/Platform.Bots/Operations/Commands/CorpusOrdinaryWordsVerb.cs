using System.CommandLine;
using Platform.Model.Corpus.PersonalData;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform corpus ordinary-words CORPUS --output FILE</c>: makes anew the list by which the mask tells names from words.</summary>
internal static class CorpusOrdinaryWordsVerb
{
    public static Command Create()
    {
        var corpus = new Argument<string[]>("corpus") { Description = "Corpus files that name nobody.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--output") { Description = "The list; the one in use is src/Platform.Model/Corpus/PersonalData/ordinary-words.txt.", Required = true };
        var command = new Command("ordinary-words", "Counts rows of signs that look like names and are none.") { corpus, output };
        command.SetAction(parsed => CommandLine.Guarded(async () =>
        {
            await Console.Out.WriteLineAsync($"{OrdinaryWordsFile.Write(parsed.GetValue(corpus)!, parsed.GetValue(output)!)} rows");
            return 0;
        }));
        return command;
    }
}
