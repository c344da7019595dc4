using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Model.Routes;
using Platform.Scenarios.Knowledge.Search;
using Platform.Scenarios.Prompts;

namespace Platform.Scenarios.CustomerService;

/// <summary>Has a model word an answer from passages, and lets through only what the passages carry.</summary>
internal sealed class GroundedAnswer(IModelRoutes routes, IOptions<CustomerServiceOptions> options, TimeProvider clock, ILogger<GroundedAnswer> logger)
{
    public const string Skill = "customer-service";
    private const int MostCharacters = 4_000; // a model that does not stop is stopped

    private static readonly JsonSerializerOptions Data = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly PromptFile Prompt = PromptFile.Load("CustomerService/compose.prompt.md");

    public bool HasModel => routes.TryRoute(Skill, out _);

    /// <summary>Composes an answer; never throws for what a model or its endpoint does.</summary>
    /// <param name="shown">Receives the checked text so far, from its beginning, each time a sentence has passed.</param>
    /// <returns>Null when no model is configured.</returns>
    public async Task<Composition?> ComposeAsync(
        string question, string language, IReadOnlyList<PassageCandidate> passages, ChannelWriter<string> shown, CancellationToken cancellationToken)
    {
        if (!routes.TryRoute(Skill, out var model))
            return null;

        var used = passages.Take(options.Value.PassagesForModel).ToList();
        var messages = Messages(question, language, used);
        var check = new SentenceCheck(used.ConvertAll(found => $"{found.Passage.Document}\n{found.Passage.Heading}\n{found.Passage.Text}"), options.Value.SentenceSupport);
        using var limit = new CancellationTokenSource(model.TimeLimit, clock);
        var attempt = new Attempt(check, options.Value.AnswerSupport);
        var tries = 0;
        var (outcome, failure) = ("", (string?)null);
        while (tries < options.Value.ModelTries && outcome is "" or "unsupported" or "failed" && attempt.IsUnseen)
        {
            tries++;
            attempt = new Attempt(check, options.Value.AnswerSupport);
            (outcome, failure) = await TryAsync(model, messages, attempt, shown, tries, limit, cancellationToken);
        }

        return new Composition(
            outcome is "used" or "cut-off" ? attempt.Text : null, attempt.Order.ConvertAll(place => used[place - 1]),
            new ModelDetails(Skill, model.Model, Prompt.Name, Prompt.Hash, tries, outcome, failure, attempt.Sentences.ConvertAll(s => new SentenceDetails(s.Text, s.Verdict, s.Support))));
    }

    private async Task<(string Outcome, string? Failure)> TryAsync(
        RoutedModel model, IList<ChatMessage> messages, Attempt attempt, ChannelWriter<string> shown, int number, CancellationTokenSource limit, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await ReadAsync(model.Client, messages, attempt, shown, both.Token);
            return (attempt.Outcome, null);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested) // whatever an endpoint does, the person gets an answer
        {
            var failure = limit.IsCancellationRequested ? "TimeLimit" : broken.GetType().Name;
            logger.ModelFailed(Skill, model.Model, number, failure);
            return (attempt is { IsUnseen: false, Outcome: "used" } ? "cut-off" : limit.IsCancellationRequested ? "timed-out" : "failed", failure);
        }
    }

    private static async Task ReadAsync(IChatClient client, IList<ChatMessage> messages, Attempt attempt, ChannelWriter<string> shown, CancellationToken cancellationToken)
    {
        var sentences = new SentenceStream();
        var length = 0;
        var stream = client.GetStreamingResponseAsync(messages, new ChatOptions { Temperature = 0 }, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await stream.MoveNextAsync().AsTask().WaitAsync(cancellationToken)) // a client that ignores the token is left behind
        {
            length += stream.Current.Text.Length;
            foreach (var sentence in sentences.Add(stream.Current.Text))
                attempt.Take(sentence);
            if (attempt.TakeNews() is { } text)
                shown.TryWrite(text);
            if (length > MostCharacters)
                break;
        }

        await stream.DisposeAsync();
        foreach (var sentence in sentences.Finish())
            attempt.Take(sentence);
    }

    /// <summary>Material goes in as JSON strings: no sign in it can end the place where it stands.</summary>
    private static IList<ChatMessage> Messages(string question, string language, List<PassageCandidate> passages)
    {
        var material = JsonSerializer.Serialize(
            new
            {
                question,
                passages = passages.Select((found, i) => new { number = i + 1, document = found.Passage.Document, heading = found.Passage.Heading, text = found.Passage.Text }),
            },
            Data);
        return Prompt.Fill(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["language"] = language == SpokenLanguage.English ? "English" : "Chinese",
            ["material"] = material,
        });
    }

    /// <summary>One answer of a model while it comes in.</summary>
    private sealed class Attempt(SentenceCheck check, double leastStanding)
    {
        private readonly StringBuilder _text = new();
        private bool _news;

        /// <summary>Whether nothing of it was shown: what was shown is not replaced by another try.</summary>
        public bool IsUnseen { get; private set; } = true;

        public List<SentenceVerdict> Sentences { get; } = [];

        /// <summary>The passages by the place at which they are cited, from 1.</summary>
        public List<int> Order { get; } = [];

        public string Text => _text.ToString();

        public string Outcome
        {
            get
            {
                if (Sentences.Count == 0 || (Sentences.Count == 1 && Sentences[0].Text.Trim(' ', '.', '。', '*', '"').Equals("NONE", StringComparison.OrdinalIgnoreCase)))
                    return "none";
                var standing = Sentences.Where(sentence => sentence.Stands).Sum(sentence => sentence.Text.Length);
                return standing > 0 && standing >= leastStanding * Sentences.Sum(sentence => sentence.Text.Length) ? "used" : "unsupported";
            }
        }

        public void Take(string sentence)
        {
            var verdict = check.Check(sentence);
            Sentences.Add(verdict);
            if (!verdict.Stands)
                return;

            foreach (var place in verdict.Cited.Where(place => !Order.Contains(place)))
                Order.Add(place);
            var end = verdict.Text.Length > 0 && "。！？!?.;；".Contains(verdict.Text[^1], StringComparison.Ordinal) ? verdict.Text[^1..] : "";
            if (_text.Length > 0 && verdict.Text[0] < '\u2e80')
                _text.Append(' ');
            _text.Append(verdict.Text.AsSpan(0, verdict.Text.Length - end.Length)).Append(' ')
                .AppendJoin("", verdict.Cited.Select(place => $"[{Order.IndexOf(place) + 1}]")).Append(end);
            _news = true;
        }

        public string? TakeNews()
        {
            if (!_news)
                return null;
            (_news, IsUnseen) = (false, false);
            return Text;
        }
    }
}

/// <summary>What a model made of passages.</summary>
/// <param name="Text">Checked, with citations from <c>[1]</c>; null when nothing usable came.</param>
/// <param name="Cited">The passages in the order of their citations.</param>
internal sealed record Composition(string? Text, IReadOnlyList<PassageCandidate> Cited, ModelDetails Details);
