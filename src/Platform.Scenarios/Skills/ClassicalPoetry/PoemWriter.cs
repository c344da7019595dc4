using Platform.Model.Generation;
using Platform.Model.Routes;
using Platform.Model.Serving;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Has a model of this host write verse, held to its form sign by sign, so that every poem keeps length, tones and rhymes whatever the model is.</summary>
public sealed class PoemWriter(ModelHost host, RhymeBook book)
{
    private const int MostTokensOfASign = 4;

    private readonly PoemChecker _checker = new(book);

    /// <param name="target">A served model.</param>
    /// <exception cref="PoemException">The order cannot be filled.</exception>
    /// <exception cref="AdmissionException">The model is not there or refuses.</exception>
    public async Task<WrittenPoems> WriteAsync(PoemOrder order, ModelTarget.Local target, CancellationToken cancellationToken)
    {
        var plan = PoemPlan.Make(order, book);
        var start = PoemPlace.Start(plan);
        var texts = new Dictionary<int, string>();
        var scores = new Dictionary<int, double>();
        await foreach (var what in host.GenerateAsync(Request(order, target, start), cancellationToken))
        {
            if (what is GenerationEvent.Token token)
                texts[token.Choice] = texts.GetValueOrDefault(token.Choice, "") + token.Text;
            else if (what is GenerationEvent.Finished { Reason: FinishReason.Stop } done)
                scores[done.Choice] = done.MeanLogProbability;
            else if (what is GenerationEvent.Finished { Failure: { } failure })
                throw new InvalidOperationException(failure);
        }

        var drafts = scores.Keys.Select(choice => Draft(order, texts[choice], scores[choice])).OrderByDescending(draft => draft.Score).ToList();
        return new WrittenPoems(order, drafts, target.Model, null, plan.GivenIsFree, 0);
    }

    internal PoemDraft Draft(PoemOrder order, string text, double logProbability) =>
        PoemDraft.Of(order, text, _checker.Check(text, order.Form, order.Strictness, repetition: true), logProbability);

    /// <summary>What stands before a poem in the texts that the model was trained on. Ci are headed by their tune.</summary>
    internal static string Head(PoemOrder order)
    {
        var title = order.Form.Kind == PoemKind.Ci ? order.Form.Chinese : order.Title.Replace('《', '〈').Replace('》', '〉').ReplaceLineEndings(" ");
        var author = order.Author?.ReplaceLineEndings(" ") ?? (order.Form.Kind == PoemKind.Ci ? "苏轼" : "白居易");
        return $"《{title}》 {author}\n";
    }

    private static GenerationRequest Request(PoemOrder order, ModelTarget.Local target, PoemPlace start) => new()
    {
        Model = target.Model,
        Adapter = target.Adapter,
        Prompt = new ModelPrompt.Text(Head(order)),
        MaxTokens = start.MostLeft * MostTokensOfASign,
        Choices = order.Candidates,
        Format = new ResponseFormat.Signs(start),
        Sampling = new SamplingOptions { Temperature = order.Temperature, TopP = 0.95, Seed = order.Seed },
    };
}
