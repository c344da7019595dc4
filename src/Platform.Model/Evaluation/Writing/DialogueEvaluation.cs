using Platform.Model.Corpus;
using Platform.Model.Evaluation.Language;
using Platform.Model.Evaluation.Measures;
using Platform.Model.Evaluation.Reports;
using Platform.Model.Evaluation.Running;

namespace Platform.Model.Evaluation.Writing;

/// <summary>The next turn of held-out dialogues, sampled: how varied, how repetitive, how near to what was said, and how much it says again.</summary>
public sealed record DialogueEvaluation
{
    private const int MostTokens = 96;
    private const int Draws = 200;

    /// <summary>A folder with dev.jsonl.</summary>
    public required string Corpus { get; init; }

    public IReadOnlyList<string> Sources { get; init; } = ["smilechat"];

    /// <summary>Whose turn is written: <c>assistant</c>, or <c>user</c> for a model that plays the one who asks.</summary>
    public string Role { get; init; } = "assistant";

    /// <summary>Dialogues of each source; 0 for all.</summary>
    public int Most { get; init; } = 100;

    public EvaluationReport Run(ModelRun run, CancellationToken cancellationToken = default)
    {
        var groups = HeldOutTexts.Read(Corpus, Sources, 0)
            .Select(group => (group.Key, Turns: HeldOutTexts.Some([.. group.Select(NextTurn).OfType<OpenDialogue>()], Most))).ToList();
        if (groups.Find(group => group.Turns.Count == 0) is { Key: { } empty })
            throw new EvaluationException($"The source '{empty}' holds no dialogues with a later turn of '{Role}'.");
        var report = new EvaluationReport();
        run.Each(report, model => groups.SelectMany(group => Enumerable.Range(0, run.Seeds)
            .Select(seed => Measured(model, $"{group.Key}, {Role}", group.Turns, seed, cancellationToken)).ToList() is { } seeds
                ? Enumerable.Range(0, seeds[0].Count).Select(i => Figure.OfSeeds([.. seeds.Select(one => one[i])])) : []));
        return report;
    }

    private List<Figure> Measured(EvaluatedModel model, string task, IReadOnlyList<OpenDialogue> turns, int seed, CancellationToken cancellationToken)
    {
        var texts = new WrittenTexts(model);
        var written = texts.After([.. turns.Select(turn => texts.Prompt(turn.Before.Select(message => (Seen(message.Role), message.Content))))], MostTokens, WrittenTexts.Varied, seed, cancellationToken);
        var (diversity, chrf) = (new Diversity(), new ChrF());
        var again = new double[turns.Count];
        for (var i = 0; i < turns.Count; i++)
        {
            diversity.Add(written[i].Text);
            chrf.Add(written[i].Text, turns[i].Said);
            again[i] = SaidAgain(written[i].Text, turns[i].Before) ? 1 : 0;
        }

        return
        [
            Figure.Of(task, "distinct-1", model.Name, turns.Count, items => diversity.Distinct(1, items), draws: 0),
            Figure.Of(task, "distinct-2", model.Name, turns.Count, items => diversity.Distinct(2, items), draws: 0),
            Figure.Of(task, "repeated 4-grams", model.Name, turns.Count, diversity.Repetition, lessIsBetter: true, Draws),
            Figure.Of(task, "replies with 12 signs of an earlier turn", model.Name, turns.Count, items => items.Average(i => again[i]), lessIsBetter: true, Draws),
            Figure.Of(task, "ended by the model", model.Name, turns.Count, items => items.Average(i => written[i].Ended ? 1.0 : 0), draws: Draws),
            Figure.Of(task, "length", model.Name, turns.Count, diversity.Length, draws: Draws),
            Figure.Of(task, "chrF to what was said", model.Name, turns.Count, chrf.Value, draws: Draws),
        ];
    }

    /// <summary>A model that plays the user sees itself as the assistant, as it was trained.</summary>
    private string Seen(string role) => Role == "assistant" ? role : role switch
    {
        "user" => "assistant",
        "assistant" => "user",
        _ => role,
    };

    /// <summary>The turn of the role nearest to the middle, with at least one turn before it.</summary>
    private OpenDialogue? NextTurn(CorpusDocument document)
    {
        if (document.Messages is not { } messages)
            return null;
        var places = Enumerable.Range(1, Math.Max(0, messages.Count - 1)).Where(at => messages[at].Role == Role).ToList();
        if (places.Count == 0)
            return null;
        var place = places.MinBy(at => Math.Abs(at - (messages.Count / 2)));
        return new OpenDialogue([.. messages.Take(place)], messages[place].Content);
    }

    private static bool SaidAgain(string text, IReadOnlyList<CorpusMessage> before)
    {
        const int Signs = 12;
        return Enumerable.Range(0, Math.Max(0, text.Length - Signs + 1)).Any(at => before.Any(message => message.Content.AsSpan().IndexOf(text.AsSpan(at, Signs), StringComparison.Ordinal) >= 0));
    }

    private sealed record OpenDialogue(IReadOnlyList<CorpusMessage> Before, string Said);
}
