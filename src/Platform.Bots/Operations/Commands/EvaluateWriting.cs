using System.CommandLine;
using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Platform.Model.Checkpoints;
using Platform.Model.Routes;
using Platform.Model.Serving;
using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Evaluation;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform evaluate writing</c>: the composer, and with a model one-shot generation against the controlled writer, as a Markdown table and as JSON.</summary>
internal static class EvaluateWriting
{
    private const string OwnBriefs = "evaluation/writing/briefs.jsonl";

    public static Command Create()
    {
        var briefs = new Option<string>("--briefs") { Description = "Briefs, one JSON object a line.", DefaultValueFactory = _ => OwnBriefs };
        var model = new Option<string?>("--model") { Description = "Folder of a checkpoint that writes; without it the route `writer` does, if there is one." };
        var embedding = new Option<string?>("--embedding") { Description = "Folder of a checkpoint whose vectors measure consistency; without it word contexts learnt from the briefs do." };
        var most = new Option<int>("--most") { Description = "At most so many briefs.", DefaultValueFactory = _ => int.MaxValue };
        var length = new Option<int?>("--length") { Description = "Only briefs that ask for so many characters." };
        var output = new Option<string?>("--output") { Description = "Where the report goes besides the screen: a name without ending, for .md and .json." };
        var command = new Command("writing", "Writes the same briefs in several ways and measures drift.") { briefs, model, embedding, length, most, output };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            var settings = new List<string>(parsed.UnmatchedTokens);
            if (parsed.GetValue(model) is { } folder)
                settings.AddRange(["--Models:Serving:Models:writer:Folder", Path.GetFullPath(folder), "--Models:Routes:writer:Local", "writer", "--Models:Routes:writer:TimeLimit", "00:10:00"]);
            if (parsed.GetValue(embedding) is { } vectors)
                settings.AddRange(["--Models:Serving:Models:embedding:Folder", Path.GetFullPath(vectors)]);
            var wanted = parsed.GetValue(length);
            var read = Read(parsed.GetValue(briefs)!).Where(brief => wanted is null || brief.Length == wanted).Take(parsed.GetValue(most)).ToList();
            var builder = PlatformHost.CreateCommandBuilder([.. settings]);
            builder.Logging.AddFilter((_, level) => level >= LogLevel.Error);
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            await using var app = builder.Build();
            var evaluation = new WritingEvaluation(
                app.Services.GetRequiredService<DocumentWriter>(), app.Services.GetRequiredService<IModelRoutes>(),
                parsed.GetValue(embedding) is null ? Contexts(read) : Vectors(app.Services.GetRequiredService<ModelHost>()));
            var report = await evaluation.RunAsync(read, done => Console.Error.Write($"\r{done} of {read.Count} briefs"), cancellationToken);
            Console.Error.WriteLine();
            Console.WriteLine(report.ToMarkdown());
            if (parsed.GetValue(output) is { } name)
            {
                report.WriteJson(name + ".json", Run(app.Services, parsed.GetValue(briefs)!, parsed.GetValue(model), parsed.GetValue(embedding)));
                await File.WriteAllTextAsync(name + ".md", report.ToMarkdown(), cancellationToken);
            }

            return 0;
        }));
        return command;
    }

    /// <param name="model">Folder of the checkpoint that wrote; null when the route of the configuration did.</param>
    /// <param name="embedding">Folder of the checkpoint that measured; null for word contexts.</param>
    private static WritingRun Run(IServiceProvider services, string briefs, string? model, string? embedding)
    {
        var options = services.GetRequiredService<IOptions<DocumentWritingOptions>>().Value;
        return new WritingRun
        {
            PlatformVersion = typeof(EvaluateWriting).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            Briefs = briefs,
            Route = [.. services.GetRequiredService<ModelRoutes>().Links(DocumentWriter.Skill).Select(link => link.Model.Model)],
            Weights = model is null ? null : CheckpointIdentity.Of(model).Weights,
            Similarity = embedding is null ? "word contexts" : $"embedding {CheckpointIdentity.Of(embedding).Weights}",
            Candidates = options.Candidates,
            Tries = options.Tries,
        };
    }

    private static Func<string, string, CancellationToken, Task<double>> Contexts(List<Brief> briefs)
    {
        var contexts = new ContextVectors(briefs.SelectMany(brief => brief.Items.SelectMany(item => item.Points.Prepend(item.Heading)))
            .Concat(GenreCatalog.Shipped.Voices.Values.SelectMany(voice => voice.Cores.Concat(voice.Tails)))
            .Concat(GenreCatalog.Shipped.General.Cores).Concat(GenreCatalog.Shipped.General.Tails));
        return (a, b, _) => Task.FromResult(contexts.Similarity(a, b));
    }

    private static Func<string, string, CancellationToken, Task<double>> Vectors(ModelHost host)
    {
        var generator = new LocalEmbeddingGenerator(host, "embedding");
        return async (a, b, cancellationToken) =>
        {
            var vectors = await generator.GenerateAsync([a, b], cancellationToken: cancellationToken);
            return Cosine(vectors[0].Vector.Span, vectors[1].Vector.Span);
        };
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0, left = 0, right = 0;
        for (var i = 0; i < a.Length; i++)
            (dot, left, right) = (dot + a[i] * b[i], left + a[i] * a[i], right + b[i] * b[i]);
        return left == 0 || right == 0 ? 0 : dot / Math.Sqrt(left * right);
    }

    private static IEnumerable<Brief> Read(string path)
    {
        if (!File.Exists(path))
            throw new StartupException($"There are no briefs at {path}. Say with --briefs where they are.");
        var line = 0;
        foreach (var json in File.ReadLines(path))
        {
            line++;
            Brief brief;
            try
            {
                brief = Brief.Parse(json, GenreCatalog.Shipped);
            }
            catch (FormatException wrong)
            {
                throw new StartupException($"{path}, line {line}: {wrong.Message}", wrong);
            }

            yield return brief;
        }
    }
}
