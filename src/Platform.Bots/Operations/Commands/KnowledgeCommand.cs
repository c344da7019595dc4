using System.CommandLine;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Knowledge;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Editing;
using Platform.Scenarios.Knowledge.Export;
using Platform.Scenarios.Knowledge.Import;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform knowledge import|export|list|rebuild</c>; a running server notices what changes with its next answer.</summary>
internal static class KnowledgeCommand
{
    public static Command Create()
    {
        var command = new Command("knowledge", "Imports, exports, lists and rebuilds the knowledge base.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(Import());
        command.Add(Export());
        command.Add(List());
        command.Add(Rebuild());
        return command;
    }

    private static Command Import()
    {
        var paths = new Argument<string[]>("paths") { Description = "Files or folders: CSV, TSV, JSONL, XLSX as entries; Markdown, HTML, DOCX, TXT as documents.", Arity = ArgumentArity.OneOrMore };
        var kind = new Option<ImportAs?>("--as") { Description = "entries or documents, where the ending leaves both open." };
        var language = new Option<string?>("--language") { Description = "For what does not say its language; otherwise it is read from the name (guide.zh.md) or the text." };
        var audience = new Option<string>("--audience") { Description = "public or staff, for what does not say its audience.", DefaultValueFactory = _ => Audiences.Public };
        audience.AcceptOnlyFromAmong([.. Audiences.All]);
        var command = new Command("import", "Takes files into the knowledge base; the same file again changes nothing.") { paths, kind, language, audience };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            var (files, settings) = CommandSettings.Part(parsed.GetValue(paths)!, parsed.UnmatchedTokens);
            await using var app = await CommandHost.StartAsync(settings, cancellationToken);
            var failed = 0;
            foreach (var file in files.SelectMany(FilesOf))
            {
                var content = await ReadAsync(file, app.Services.GetRequiredService<IOptions<KnowledgeOptions>>().Value.MostFileBytes, cancellationToken);
                var outcome = await app.SendAsync(new ImportKnowledge(
                    Path.GetFileName(file), content, parsed.GetValue(kind), LanguageOf(parsed.GetValue(language)), parsed.GetValue(audience)!, Train: false), cancellationToken);
                failed += Print(file, outcome);
            }

            return failed == 0 ? 0 : 2;
        }));
        return command;
    }

    private static Command Export()
    {
        var format = new Option<string>("--format") { Description = "jsonl, csv or xlsx.", DefaultValueFactory = _ => "jsonl" };
        format.AcceptOnlyFromAmong("jsonl", "csv", "xlsx");
        var to = new Option<string?>("--to") { Description = "The file to write; the standard output if it is left out." };
        var language = new Option<string?>("--language") { Description = "Only entries of this language." };
        var command = new Command("export", "Writes all entries as a file that import takes back unchanged.") { format, to, language };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var form = parsed.GetValue(format) switch { "csv" => ExportFormat.Csv, "xlsx" => ExportFormat.Workbook, _ => ExportFormat.JsonLines };
            var file = await app.SendAsync(new ExportKnowledge(form, null, LanguageOf(parsed.GetValue(language))), cancellationToken);
            if (parsed.GetValue(to) is { } path)
            {
                await WriteAsync(path, file.Content, cancellationToken);
                Console.WriteLine($"{file.Entries} entries written to {path}.");
            }
            else
            {
                await using var output = Console.OpenStandardOutput();
                await output.WriteAsync(file.Content, cancellationToken);
            }

            return 0;
        }));
        return command;
    }

    private static Command List()
    {
        var text = new Option<string?>("--text") { Description = "Part of the question, a wording, the answer or the id." };
        var command = new Command("list", "Lists entries and documents.") { text };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            for (var page = 0; ; page++)
            {
                var found = await app.SendAsync(new ListEntries(parsed.GetValue(text), Page: page, PageSize: 500), cancellationToken);
                foreach (var entry in found.Entries)
                    Console.WriteLine($"{entry.Language}  {entry.State,-9}  {entry.Audience,-6}  {entry.ExternalId}  {entry.Question}  (+{entry.Similar})");
                if (found.Entries.Count == 0)
                {
                    Console.WriteLine($"{found.Total} entries.");
                    break;
                }
            }

            var documents = await app.SendAsync(new ListDocuments(), cancellationToken);
            foreach (var document in documents)
                Console.WriteLine($"{document.Language}  {document.State,-9}  {document.Audience,-6}  {document.Name}  {document.Passages} passages");
            Console.WriteLine($"{documents.Count} documents.");
            return 0;
        }));
        return command;
    }

    private static Command Rebuild()
    {
        var command = new Command("rebuild", "Trains the search index on the base as it stands and keeps it in the data folder.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var index = app.Services.GetRequiredService<IOptions<DataOptions>>().Value.FullPath("knowledge", "index");
            if (Directory.Exists(index))
                Directory.Delete(index, recursive: true);
            var status = await app.SendAsync(new TrainKnowledge(), cancellationToken);
            Console.WriteLine($"{status.Entries} entries and {status.Passages} passages in {string.Join(", ", status.Languages)} are indexed.");
            return 0;
        }));
        return command;
    }

    private static string? LanguageOf(string? given) => given is null
        ? null
        : KnowledgeLanguage.Parse(given) ?? throw new StartupException($"'{given}' is no language tag. Use one such as zh or en.");

    private static IEnumerable<string> FilesOf(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(ImportKnowledge.CanTake).Order(StringComparer.Ordinal)
        : [path];

    private static async Task<byte[]> ReadAsync(string file, long most, CancellationToken cancellationToken)
    {
        try
        {
            var length = new FileInfo(file).Length;
            return length <= most
                ? await File.ReadAllBytesAsync(file, cancellationToken)
                : throw new StartupException($"{file} has {length} bytes; at most {most} are taken. Part it, or raise Knowledge:MostFileBytes.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file} cannot be read ({failure.Message}).", failure);
        }
    }

    private static async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllBytesAsync(path, content, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be written ({failure.Message}).", failure);
        }
    }

    /// <returns>1 if the file, or a row of it, was refused.</returns>
    private static int Print(string file, ImportOutcome outcome)
    {
        if (outcome is not ImportOutcome.Done(var report))
        {
            Console.Error.WriteLine($"{file}: refused, {((ImportOutcome.Refused)outcome).Fault.Words}.");
            return 1;
        }

        var nothing = report.ChangedNothing ? "; nothing changed" : "";
        Console.WriteLine($"{file}: {report.Added} added, {report.Changed} changed, {report.Unchanged} unchanged, {report.Refusals.Count} refused{nothing}.");
        foreach (var refusal in report.Refusals)
            Console.WriteLine($"  row {refusal.Row}: {refusal.Rule}");
        if (report.IgnoredColumns.Count > 0)
            Console.WriteLine($"  columns that say nothing to the import: {string.Join(", ", report.IgnoredColumns)}");
        return report.Refusals.Count > 0 ? 1 : 0;
    }
}
