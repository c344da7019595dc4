using System.CommandLine;
using System.Globalization;
using Platform.Model.Verification;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform model verify FOLDER</c>: whether the folder is whole, and how close each engine comes to the reference path.</summary>
internal static class ModelVerifyVerb
{
    public static Command Create()
    {
        var folder = ModelCommand.Folder();
        var prompt = new Option<int>("--prompt-tokens") { Description = "Random tokens whose logits are compared.", DefaultValueFactory = _ => 64 };
        var count = new Option<int>("--new-tokens") { Description = "Greedy tokens that are compared.", DefaultValueFactory = _ => 64 };
        prompt.Validators.Add(result => { if (result.GetValueOrDefault<int>() is < 1 or > 4096) result.AddError("--prompt-tokens must be from 1 to 4096."); });
        count.Validators.Add(result => { if (result.GetValueOrDefault<int>() is < 0 or > 4096) result.AddError("--new-tokens must be from 0 to 4096."); });
        var command = new Command("verify", "Checks a checkpoint and prints the parity of each engine with the reference path; 0 when each computes the same network, 2 when one does not.") { folder, prompt, count };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            var failed = 0;
            foreach (var row in ModelVerification.Run(parsed.GetValue(folder)!, parsed.GetValue(prompt), parsed.GetValue(count), cancellationToken))
            {
                failed += row.Verdict == ParityVerdict.Failed ? 1 : 0;
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{row.Engine,-20} {Word(row.Verdict),-7}  difference {row.Difference:0.0e+00}  cosine {row.Cosine:0.000000}  equal tokens {row.EqualTokens}/{row.Tokens}  {row.Elapsed.TotalSeconds:0.00} s"));
            }

            return failed == 0 ? 0 : 2;
        }));
        return command;
    }

    private static string Word(ParityVerdict verdict) => verdict switch
    {
        ParityVerdict.Equal => "equal",
        ParityVerdict.Close => "close",
        ParityVerdict.Rounded => "rounded",
        _ => "FAILED",
    };
}
