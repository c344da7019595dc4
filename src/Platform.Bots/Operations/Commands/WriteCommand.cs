using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Console;
using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Checks;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;
using Platform.Scenarios.DocumentWriting.Layout;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform write BRIEF.json --output FILE.docx</c> and <c>platform write check FILE.docx</c>; what they find is said in the language of the machine, Chinese or English.</summary>
internal static class WriteCommand
{
    private static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    public static Command Create()
    {
        var brief = new Argument<string?>("brief") { Description = "The brief, a JSON file; docs/writing.md shows one.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("--output") { Description = "Where to write; the ending decides the form: .docx, .md or .html." };
        var command = new Command("write", "Writes an official document, with the model of the route `writer` where there is one, and reports its checks.") { brief, output };
        command.TreatUnmatchedTokensAsErrors = false;
        command.Add(Check());
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            if (parsed.GetValue(brief) is not { } file || parsed.GetValue(output) is not { } path)
                throw new StartupException("Say what to write and where to: platform write BRIEF.json --output FILE.docx");
            return await WriteAsync(file, path, [.. parsed.UnmatchedTokens], cancellationToken);
        }));
        return command;
    }

    private static async Task<int> WriteAsync(string file, string path, string[] settings, CancellationToken cancellationToken)
    {
        var form = Path.GetExtension(path).ToLowerInvariant();
        if (form is not (".docx" or ".md" or ".html"))
            throw new StartupException($"--output is '{path}'; a file that ends in .docx, .md or .html can be written.");
        var brief = Read(file);
        var builder = PlatformHost.CreateCommandBuilder(settings);
        builder.Logging.AddFilter((_, level) => level >= LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        await using var app = builder.Build();
        var outline = OutlinePlanner.Plan(brief, GenreCatalog.Shipped);
        var document = await app.Services.GetRequiredService<DocumentWriter>().WriteAsync(brief, outline, null, cancellationToken);
        await File.WriteAllBytesAsync(path, form switch
        {
            ".docx" => WordWriter.Write(document),
            ".md" => System.Text.Encoding.UTF8.GetBytes(MarkdownWriter.Write(document)),
            _ => System.Text.Encoding.UTF8.GetBytes(HtmlPreview.Page(document)),
        }, cancellationToken);

        var facts = FactTable.Of(brief);
        var findings = new DriftMeter(brief, GenreCatalog.Shipped, outline, facts).Measure(document).SelectMany(m => m.Drift?.Findings ?? []).ToList();
        foreach (var finding in findings)
            Console.WriteLine($"{finding.Check}: {(IsChinese ? finding.Why : finding.WhyEnglish)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{path}: {document.Length} of {brief.Length} characters (length score {LengthScore.Of(brief.Length, document.Length):0}), worded by {string.Join(", ", document.Paragraphs.Select(p => p.WordedBy).Distinct(StringComparer.Ordinal))}, {findings.Count} findings, {facts.Facts.Count} facts."));
        return 0;
    }

    private static Brief Read(string file)
    {
        try
        {
            return Brief.Parse(File.ReadAllText(file), GenreCatalog.Shipped);
        }
        catch (FormatException wrong)
        {
            throw new StartupException($"{file}: {wrong.Message}", wrong);
        }
        catch (IOException missing)
        {
            throw new StartupException($"The brief cannot be read: {missing.Message}", missing);
        }
    }

    private static Command Check()
    {
        var file = new Argument<string>("file") { Description = "A DOCX file, whoever made it." };
        var command = new Command("check", "Compares the layout of a DOCX with GB/T 9704-2012; ends with 1 when something deviates.") { file };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            try
            {
                var report = LayoutValidator.Read(await File.ReadAllBytesAsync(parsed.GetValue(file)!, cancellationToken), cancellationToken);
                var deviations = report.Deviations;
                Console.WriteLine(IsChinese ? $"按{OfficialFormatNames.Chinese(report.Format)}检查。" : $"Checked as {OfficialFormatNames.English(report.Format)}.");
                foreach (var deviation in deviations)
                    Console.WriteLine($"{deviation.Code}\t{deviation.In(IsChinese)}");
                Console.WriteLine(deviations.Count == 0 ? "No deviation." : $"{deviations.Count} deviations.");
                return deviations.Count == 0 ? 0 : 1;
            }
            catch (Exception wrong) when (wrong is LayoutFileException or FileNotFoundException or DirectoryNotFoundException)
            {
                throw new StartupException(wrong.Message, wrong);
            }
        }));
        return command;
    }
}
