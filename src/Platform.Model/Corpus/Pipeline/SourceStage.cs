using System.Security.Cryptography;
using System.Text;
using Platform.Model.Corpus.Cleaning;
using Platform.Model.Corpus.Quality;
using Platform.Model.Corpus.Reading;
using Platform.Model.Corpus.Recipes;
using Platform.Model.Recipes;

namespace Platform.Model.Corpus.Pipeline;

/// <summary>First stage, source by source: read, normalise, language and script, repetition, rules; each text is also judged by the quality model, if there is one.</summary>
internal sealed class SourceStage(CorpusRecipe recipe, IReadOnlyList<string> dataFolders, StageFiles files, SimplifiedScript? script, QualityModel? quality, int threads)
{
    private const string Version = "1"; // another number makes all sources be done anew

    /// <returns>What was read and dropped; kept documents are in <see cref="Kept"/>.</returns>
    public SourceCount Run(CorpusSource source, CancellationToken cancellationToken)
    {
        var reader = new SourceReader(source, dataFolders);
        var inputs = Inputs(source, reader);
        if (files.Finished<SourceCount>(source.Name, inputs) is { } before)
            return before;
        var count = new SourceCount { Name = source.Name, Licence = source.Licence, Class = source.Class };
        using var kept = new DocumentWriter(Kept(source));
        using var dropped = new DropWriter(Dropped(source));
        var characters = 0L;
        foreach (var (document, reason) in OrderedWork.Select(reader.Read(), threads, document => Judge(document, source), cancellationToken))
        {
            count.Read++;
            count.ReadCharacters += document.Characters;
            if (reason is null)
            {
                kept.Write(document);
                characters += document.Characters;
                continue;
            }

            count.Drop(reason);
            dropped.Write(document, reason);
        }

        kept.Finish();
        dropped.Finish();
        count.Stages["1 cleaned"] = characters;
        files.Finish(source.Name, inputs, count);
        return count;
    }

    public string Kept(CorpusSource source) => files.Path(source.Name + ".kept.jsonl");

    public string Dropped(CorpusSource source) => files.Path(source.Name + ".dropped.jsonl");

    private (CorpusDocument Document, string? Reason) Judge(CorpusDocument given, CorpusSource source)
    {
        var document = Clean(given, source.Simplify ? script : null);
        var parts = document.Text is { } text ? [text] : document.Messages!.Select(message => message.Content).ToList();
        if (parts.Exists(string.IsNullOrWhiteSpace))
            return (document, "empty");
        if (!document.Consent && source.Documents)
            return (document, "no consent");
        if (source.Without.Find(word => parts.Exists(one => one.Contains(word, StringComparison.Ordinal))) is { } found)
            return (document, $"has '{found}'");
        var all = document.AllText;
        var language = TextLanguage.Of(all, script);
        if (source.Asks("language") && !recipe.Languages.Contains(language, StringComparer.Ordinal))
            return (document, $"language {language}");
        var chinese = language is TextLanguage.Simplified or TextLanguage.Traditional;
        if (source.Asks("repetition") && RepetitionCheck.Reason(all, chinese) is { } repeats)
            return (document, repeats);
        if (source.Asks("rules") && QualityRules.Reason(all, chinese) is { } rule)
            return (document, rule);
        return (quality is null ? document : document with { Quality = Math.Round(quality.Probability(all), 4) }, null);
    }

    private static CorpusDocument Clean(CorpusDocument document, SimplifiedScript? script)
    {
        return document with
        {
            Text = document.Text is null ? null : Clean(document.Text),
            Messages = document.Messages?.Select(message => message with { Content = Clean(message.Content) }).ToList(),
        };

        string Clean(string text)
        {
            var normal = TextNormalizer.Normalize(text);
            return script?.Convert(normal) ?? normal;
        }
    }

    private string Inputs(CorpusSource source, SourceReader reader)
    {
        var said = new StringBuilder(Version).Append(RecipeFile.Write(source)).AppendJoin(',', recipe.Languages).Append(quality?.Fingerprint).Append(script is not null);
        foreach (var (path, split) in reader.Files)
            said.Append('\n').Append(path).Append(split).Append(new FileInfo(path).Length).Append(File.GetLastWriteTimeUtc(path).Ticks);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString())));
    }
}
