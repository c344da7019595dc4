using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Model.Routes;
using Platform.Scenarios.DocumentWriting.Checks;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;
using Platform.Scenarios.Prompts;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>Writes a document section by section: candidates by the routed model, ranked and held to the checks, rewritten with the failed check named; else the composer's words.</summary>
public sealed partial class DocumentWriter(IModelRoutes routes, IOptions<DocumentWritingOptions> options, TimeProvider clock, ILogger<DocumentWriter> logger)
{
    public const string Skill = "writer";
    private const int EarlierShown = 600;

    private static readonly PromptFile Prompt = PromptFile.Load("DocumentWriting/section.prompt.md");
    private static readonly PromptFile RevisionPrompt = PromptFile.Load("DocumentWriting/revision.prompt.md");

    /// <summary>Of the prompt that sections are asked for with; kept with what it led to.</summary>
    public static string PromptHash => Prompt.Hash;

    /// <summary>Never throws for what a model or its endpoint does.</summary>
    /// <param name="within">After that time no model is asked any more, and the composer's words stand for what is left; null for no limit.</param>
    public async Task<WrittenDocument> WriteAsync(Brief brief, Outline outline, TimeSpan? within, CancellationToken cancellationToken)
    {
        var own = Composer.Compose(brief, outline, GenreCatalog.Shipped);
        if (!routes.TryRoute(Skill, out var model))
            return own;
        using var deadline = Deadline(within);
        var facts = FactTable.Of(brief);
        var paragraphs = new List<WrittenParagraph>();
        foreach (var node in outline.Nodes)
        {
            List<WrittenParagraph> section = [.. own.Paragraphs.Where(paragraph => paragraph.Node == node.Id)];
            paragraphs.AddRange(IsWorded(node) ? await SectionAsync(new Assignment(brief, outline, node, section, [.. paragraphs], facts), model, deadline, cancellationToken) : section);
        }

        return own with { Paragraphs = paragraphs };
    }

    /// <summary>One section, for whoever shows each as it comes.</summary>
    /// <param name="before">All that stands before it.</param>
    public async Task<IReadOnlyList<WrittenParagraph>> WriteSectionAsync(Brief brief, Outline outline, OutlineNode node, IReadOnlyList<WrittenParagraph> before, CancellationToken cancellationToken)
    {
        List<WrittenParagraph> own = [.. Composer.Compose(brief, outline, GenreCatalog.Shipped).Paragraphs.Where(paragraph => paragraph.Node == node.Id)];
        if (!IsWorded(node) || !routes.TryRoute(Skill, out var model))
            return own;
        using var deadline = Deadline(null);
        return await SectionAsync(new Assignment(brief, outline, node, own, before, FactTable.Of(brief)), model, deadline, cancellationToken);
    }

    /// <summary>One section again, from the words it has now, with an instruction of the user; the composer's with another seed where no model passes.</summary>
    /// <param name="within">As for <see cref="WriteAsync"/>.</param>
    public async Task<RevisedSection> ReviseAsync(Brief brief, Outline outline, WrittenDocument document, OutlineNode node, string instruction, TimeSpan? within, CancellationToken cancellationToken)
    {
        List<WrittenParagraph> current = [.. document.Paragraphs.Where(paragraph => paragraph.Node == node.Id && paragraph.Level != 1)];
        var written = current.Sum(paragraph => Sentences.Length(paragraph.Text));
        var asked = node with { Length = Wanted(instruction, written > 0 ? written : node.Length) };
        var changed = outline with { Nodes = [.. outline.Nodes.Select(other => other.Id == node.Id ? asked : other)] };
        var again = brief with { Seed = brief.Seed + 1 + current.Count + instruction.Length };
        List<WrittenParagraph> own = [.. Composer.Compose(again, changed, GenreCatalog.Shipped).Paragraphs.Where(paragraph => paragraph.Node == node.Id)];
        var alone = new RevisedSection(own, OtherWords().IsMatch(instruction) || (IsWorded(node) && (Shorter().IsMatch(instruction) || Longer().IsMatch(instruction))));
        if (!IsWorded(node) || !routes.TryRoute(Skill, out var model))
            return alone;
        using var deadline = Deadline(within);
        List<WrittenParagraph> before = [.. document.Paragraphs.TakeWhile(paragraph => paragraph.Node != node.Id)];
        var worded = await SectionAsync(new Assignment(brief, changed, asked, own, before, FactTable.Of(brief)) { Current = current, Instruction = instruction }, model, deadline, cancellationToken);
        return worded.Exists(paragraph => paragraph.WordedBy != WrittenParagraph.Engine) ? new RevisedSection(worded, IsFollowed: true) : alone with { Paragraphs = worded };
    }

    /// <summary>Longer or shorter, when the instruction says so.</summary>
    internal static int Wanted(string instruction, int length) =>
        Shorter().IsMatch(instruction) ? length / 2 : Longer().IsMatch(instruction) ? length * 2 : length;

    /// <summary>Opening and closing are formulas, which no model words.</summary>
    private static bool IsWorded(OutlineNode node) => node.Kind is NodeKind.Section or NodeKind.Tail;

    private CancellationTokenSource Deadline(TimeSpan? within) => within is { } time ? new CancellationTokenSource(time, clock) : new CancellationTokenSource();

    private async Task<List<WrittenParagraph>> SectionAsync(Assignment section, RoutedModel model, CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        var (node, own) = (section.Node, section.Own);
        var meter = new DriftMeter(section.Brief, GenreCatalog.Shipped, section.Outline, section.Facts);
        var earlier = string.Join('\n', section.Before.Where(paragraph => paragraph.Level == 0).Select(paragraph => paragraph.Text));
        var stood = section.Current.Count == 0 ? [] : meter.MeasureNode(section.CurrentText, node, earlier).Findings;
        var refused = new List<string>();
        var fault = "";
        for (var attempt = 1; attempt <= options.Value.Tries; attempt++)
        {
            (string Text, Drift Drift, string Model)? best = null;
            for (var candidate = 0; candidate < options.Value.Candidates && !deadline.IsCancellationRequested; candidate++)
            {
                var asked = model.ForOneAnswer();
                if (await AskAsync(asked, Messages(section, earlier, fault), node, section.Brief.Seed * 100 + attempt * 10 + candidate, deadline, cancellationToken) is not { Length: > 0 } text)
                {
                    refused.Add(CheckNames.Failed);
                    continue;
                }

                var drift = Since(stood, meter.MeasureNode(text, node, earlier));
                if (best is null || drift.Score > best.Value.Drift.Score)
                    best = (text, drift, asked.Model);
            }

            if (best is not { } found)
                break;
            if (found.Drift.Passes)
                return [.. own.Where(paragraph => paragraph.Level == 1), .. found.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => section.Heading(text) ?? new WrittenParagraph(node.Id, 0, text, found.Model, refused))];
            refused.AddRange(found.Drift.Findings.Select(finding => finding.Check));
            fault = $"上一稿的问题，必须改正：{string.Join("", found.Drift.Findings.Take(4).Select(finding => finding.Why))}";
        }

        if (refused.Count == 0)
            refused.Add(CheckNames.Failed); // there was no time left to ask
        return [.. own.Select(paragraph => paragraph with { Refused = refused })];
    }

    /// <summary>What was wrong before a revision is not held against it, but for the length, which it may be asked to mend.</summary>
    private static Drift Since(IReadOnlyList<Finding> stood, Drift drift) => drift with
    {
        Findings = [.. drift.Findings.Where(finding => finding.Check == CheckNames.Length || !stood.Any(before => before.Check == finding.Check && before.Words == finding.Words))],
    };

    private static IList<ChatMessage> Messages(Assignment section, string earlier, string fault)
    {
        var (genre, node) = (GenreCatalog.Shipped[section.Brief.Genre], section.Node);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["genre"] = genre.Name,
            ["tone"] = genre.Tone,
            ["topic"] = section.Outline.Topic,
            ["before"] = earlier.Length > EarlierShown ? earlier[^EarlierShown..] : earlier,
            ["heading"] = node.Heading.Length > 0 ? node.Heading : node.MainPoint,
            ["facts"] = string.Join('\n', section.Facts.ContextsOf(node.Facts).Select(sentence => $"- {sentence}")),
            ["length"] = node.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["fault"] = fault,
        };
        if (section.Instruction is { } instruction)
        {
            (values["current"], values["instruction"]) = (section.CurrentText, instruction);
            return RevisionPrompt.Fill(values);
        }

        values["outline"] = string.Join('\n', section.Outline.Nodes.Where(other => other.HasHeading).Select(other => $"- {other.Heading}"));
        values["points"] = string.Join('\n', node.Points.Select(point => $"- {point}"));
        return Prompt.Fill(values);
    }

    private async Task<string?> AskAsync(RoutedModel model, IList<ChatMessage> messages, OutlineNode node, long seed, CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(model.TimeLimit, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, deadline.Token, cancellationToken);
        try
        {
            var asked = new ChatOptions { Temperature = 0.7f, Seed = seed, MaxOutputTokens = Math.Clamp(node.Length * 2, 128, 4096) };
            var response = await model.Client.AskWithinContextAsync(messages, asked, any.Token).WaitAsync(any.Token);
            return Plain(response.Text);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested) // whatever an endpoint does, the document is written
        {
            logger.SectionFailed(model.Model, limit.IsCancellationRequested || deadline.IsCancellationRequested ? "TimeLimit" : broken.GetType().Name);
            return null;
        }
    }

    /// <summary>Without Markdown marks, control signs, or a heading's number at the beginning of a line.</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var kept = string.Concat(line.Where(sign => !char.IsControl(sign) && sign is not ('*' or '`' or '\uFFFD'))).Trim().TrimStart('#', '-', '>', ' ');
            if (kept.Length > 0)
                plain.Append(kept).Append('\n');
        }

        return plain.ToString().TrimEnd('\n');
    }

    private const RegexOptions Form = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex("[更改写缩再]短|短一?[些点]|太长|精简|简短|压缩|shorter", Form, 200)]
    private static partial Regex Shorter();

    [GeneratedRegex("[更改写加再]长|长一?[些点]|太短|扩充|展开|longer", Form, 200)]
    private static partial Regex Longer();

    [GeneratedRegex(@"重写|另写|换一?[种个]|rewrite|reword|\bagain\b", Form, 200)]
    private static partial Regex OtherWords();

    /// <summary>A section that is to be worded.</summary>
    /// <param name="Own">The composer's words for it.</param>
    /// <param name="Before">All that stands before it.</param>
    private sealed record Assignment(Brief Brief, Outline Outline, OutlineNode Node, IReadOnlyList<WrittenParagraph> Own, IReadOnlyList<WrittenParagraph> Before, FactTable Facts)
    {
        /// <summary>What stands there now; empty for a section that is written for the first time, or anew.</summary>
        public List<WrittenParagraph> Current { get; init; } = [];

        /// <summary>What is to be changed in it.</summary>
        public string? Instruction { get; init; }

        public string CurrentText => string.Join('\n', Current.Select(paragraph => paragraph.Text));

        /// <summary>A smaller heading that stood there and was kept.</summary>
        public WrittenParagraph? Heading(string text) => Current.FirstOrDefault(paragraph => paragraph.Level > 0 && paragraph.Text == text);
    }
}

/// <summary>Another wording of a section.</summary>
/// <param name="IsFollowed">Whether it does what was asked; false when that takes a model and none did it.</param>
public sealed record RevisedSection(IReadOnlyList<WrittenParagraph> Paragraphs, bool IsFollowed);

internal static partial class DocumentWritingLog
{
    [LoggerMessage(LogLevel.Warning, "A section failed: model {Model}, {Failure}")]
    public static partial void SectionFailed(this ILogger logger, string model, string failure);
}
