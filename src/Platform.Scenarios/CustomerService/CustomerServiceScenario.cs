using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Search;
using Platform.Scenarios.Pipeline;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.CustomerService;

/// <summary>Answers from the knowledge base and names its source, asks back where it is unsure, says so where it does not know, and hands over to a person.</summary>
internal sealed class CustomerServiceScenario(
    IServiceScopeFactory scopes, LiveKnowledge knowledge, GroundedAnswer grounded, QuestionRewrite rewrite,
    IOptions<CustomerServiceOptions> options, TimeProvider clock, ILogger<CustomerServiceScenario> logger) : IScenario
{
    public const string ScenarioName = "customer-service";

    public string Name => ScenarioName;

    public async IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var state = DialogueState.Of(dialogue.Recent);
        var language = SpokenLanguage.Of(dialogue);
        if (dialogue.Heard is { Kind: "conversationUpdate", MembersAdded: > 0 } && !state.AnyoneSpoke)
            yield return new ReplyEvent.Said(await GreetAsync(language, cancellationToken));
        if (dialogue.Heard.Kind != "message")
            yield break;

        var wording = Wording.In(language);
        var intent = IntentReader.Read(dialogue.Heard.Text, state);
        if (intent is Intent.AsksForPerson)
        {
            yield return new ReplyEvent.Said(HandOver(wording, language));
            yield return new ReplyEvent.HandedOver();
            yield break;
        }

        if (intent is Intent.Asks asks)
        {
            yield return new ReplyEvent.Working();
            await foreach (var step in AnswerAsync(dialogue, state, asks.Question, language, cancellationToken))
                yield return step;
            yield break;
        }

        yield return new ReplyEvent.Said(intent switch
        {
            Intent.Picks picks => await PickedAsync(picks.Entry, wording, cancellationToken),
            Intent.Greets when !state.AnyoneSpoke => await GreetAsync(language, cancellationToken),
            Intent.Greets => Replies.Courtesy(wording.GreetingAgain),
            Intent.Thanks => Replies.Courtesy(wording.Thanks),
            Intent.TakesLeave => Replies.Courtesy(wording.Goodbye),
            Intent.Confirms => Replies.Courtesy(wording.Confirmed) with { Decision = Decisions.Confirmed },
            Intent.Denies => NextStep(state, wording, language),
            Intent.RefusesAll => Replies.Decline(wording.NoneOfThese, wording, new TurnDetails { Language = language, Reason = AnswerReasons.NoneOfThese }) with { Decision = Decisions.NextStep },
            Intent.SaysNothing => Replies.Courtesy(wording.NothingSaid),
            _ => Replies.Courtesy(wording.Acknowledged),
        });
    }

    private async IAsyncEnumerable<ReplyEvent> AnswerAsync(
        Dialogue dialogue, DialogueState state, string question, string language, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        using var scope = scopes.CreateScope();
        var lookup = new QuestionLookup(scope.ServiceProvider.GetRequiredService<IMediator>(), knowledge, rewrite);
        var found = await RetrieveAsync(lookup, question, language, state.Topic, cancellationToken);
        var details = DetailsOf(found, language, clock.GetElapsedTime(started));
        var wording = Wording.In(language);

        Reply reply;
        if (found.Decision is PolicyDecision.Quote quote && found.Within is null)
        {
            Composition? composition = null;
            if (grounded.HasModel)
            {
                yield return new ReplyEvent.Informing(wording.Looking);
                var shown = Channel.CreateUnbounded<string>();
                var composing = ComposeAsync(found.Query, language, quote.Passages, shown.Writer, cancellationToken);
                await foreach (var text in shown.Reader.ReadAllAsync(cancellationToken))
                    yield return new ReplyEvent.Partial(text);
                composition = await composing;
            }

            reply = PassageReply(quote, found, composition, wording, details with { Times = With(details.Times, "total", clock.GetElapsedTime(started)) });
        }
        else
        {
            reply = EntryReply(found, state, wording, details with { Times = With(details.Times, "total", clock.GetElapsedTime(started)) });
        }

        logger.QuestionDecided(dialogue.Id.Value, reply.Decision!, details.Reason, details.Score, clock.GetElapsedTime(started).TotalMilliseconds);
        yield return new ReplyEvent.Said(reply);
    }

    private static async Task<LookedUp> RetrieveAsync(QuestionLookup lookup, string question, string language, AnsweredTopic? topic, CancellationToken cancellationToken)
    {
        using var span = Traces.Source.StartActivity(Traces.Retrieve);
        var found = await lookup.FindAsync(question, language, topic, cancellationToken);
        span?.SetTag("platform.decision", found.Decision.GetType().Name).SetTag("platform.score", found.Decision.Figures.Score);
        return found;
    }

    private async Task<Composition?> ComposeAsync(
        string question, string language, IReadOnlyList<PassageCandidate> passages, ChannelWriter<string> shown, CancellationToken cancellationToken)
    {
        try
        {
            return await grounded.ComposeAsync(question, language, passages, shown, cancellationToken);
        }
        finally
        {
            shown.Complete();
        }
    }

    private static Reply PassageReply(PolicyDecision.Quote quote, LookedUp found, Composition? composition, Wording wording, TurnDetails details)
    {
        var described = details with { Model = composition?.Details, Topic = new AnsweredTopic(found.Query, null, details.Language!) };
        return composition?.Text is not null
            ? Replies.Composed(composition, found.Findings.Sources, described)
            : Replies.Quote(wording, quote.Passages[0], found.Findings.Sources[quote.Passages[0].Passage.Key], described);
    }

    private static Reply EntryReply(LookedUp found, DialogueState state, Wording wording, TurnDetails details)
    {
        if (found.Within is { } within)
            return WithinReply(within, wording, details);

        switch (found.Decision)
        {
            case PolicyDecision.Answer answer:
                var topic = new AnsweredTopic(answer.Candidate.Question, answer.Candidate.Key, answer.Candidate.Language);
                return Replies.Answer(
                    answer.Candidate.Answer, answer.Candidate.Answer, found.Findings.Sources[answer.Candidate.Key], details with { Topic = topic });
            case PolicyDecision.AskBack ask:
                var offered = Replies.Offer(ask.Choices);
                if (state.OfferedChoices && offered.All(entry => state.Offered.Any(before => before.Key == entry.Key)))
                    return Replies.Decline(wording.Declined, wording, details with { Reason = AnswerReasons.SameChoicesAgain });
                return Replies.AskBack(offered.Count == 1 ? wording.AskBackOne : wording.AskBack, wording, offered, details);
            case PolicyDecision.Decline { Recognised: { } recognised }:
                return Replies.Decline(recognised.Answer.Length > 0 ? recognised.Answer : wording.NotOurs, wording, details);
            default:
                return Replies.Decline(wording.Declined, wording, details);
        }
    }

    /// <summary>The answer that was just given says it, or does not; nothing is guessed around it.</summary>
    private static Reply WithinReply(WithinEntry within, Wording wording, TurnDetails details)
    {
        var entry = within.Entry;
        var topic = new AnsweredTopic(entry.Question, KnowledgeCatalog.KeyOf(entry.Id), entry.Language);
        if (within.Sentences.Count == 0)
            return Replies.Decline(
                string.Format(CultureInfo.InvariantCulture, wording.NotInAnswer, entry.Question), wording, details with { Reason = AnswerReasons.FollowUpNotInAnswer });

        var said = string.Join(entry.Language == SpokenLanguage.English ? " " : "", within.Sentences);
        return Replies.Answer(
            $"{string.Format(CultureInfo.InvariantCulture, wording.StillAbout, entry.Question)}\n\n{said}", said,
            new KnowledgeSource(entry.Id, entry.Question, entry.Topic, entry.Audience, KnowledgeSource.UrlOf(entry.Id)),
            details with { Reason = AnswerReasons.FollowUpInAnswer, Topic = topic });
    }

    private async Task<Reply> PickedAsync(OfferedEntry offered, Wording wording, CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        var lookup = new QuestionLookup(scope.ServiceProvider.GetRequiredService<IMediator>(), knowledge, rewrite);
        var details = new TurnDetails { Language = offered.Language, Query = offered.Question, QueryBy = "picked" };
        if (await lookup.EntryAsync(offered.Key, cancellationToken) is not { } entry)
            return Replies.Decline(wording.PickGone, wording, details with { Reason = AnswerReasons.PickGone });

        var source = new KnowledgeSource(entry.Id, entry.Question, entry.Topic, entry.Audience, KnowledgeSource.UrlOf(entry.Id));
        return Replies.Answer(
            entry.Answer, entry.Answer, source, details with { Reason = AnswerReasons.Picked, Topic = new AnsweredTopic(entry.Question, offered.Key, entry.Language) });
    }

    /// <summary>After an answer that did not help: what else was near, otherwise a person.</summary>
    private static Reply NextStep(DialogueState state, Wording wording, string language)
    {
        var details = new TurnDetails { Language = language, Reason = AnswerReasons.DidNotHelp };
        var others = (state.Last?.Candidates ?? []).Where(candidate => candidate.Key != state.Topic?.Entry && candidate.Score >= (state.Last!.Low ?? 1))
            .Take(3).Select(candidate => new OfferedEntry(candidate.Key, language, candidate.Question, candidate.Question)).DistinctBy(entry => entry.Value, StringComparer.Ordinal).ToList();
        var reply = others.Count > 0
            ? Replies.AskBack(wording.OtherAnswers, wording, others, details)
            : Replies.Decline(wording.DidNotHelp, wording, details);
        return reply with { Decision = Decisions.NextStep };
    }

    private async Task<Reply> GreetAsync(string language, CancellationToken cancellationToken)
    {
        var examples = ExampleQuestions.Of((await knowledge.CurrentAsync(cancellationToken)).Catalog, language, options.Value.ExampleQuestions);
        return new Reply
        {
            Text = Wording.In(language).Greeting,
            Choices = [.. examples.Select(example => new Choice(example.Question, example.Value))],
            Decision = Decisions.Greeted,
            Details = new TurnDetails { Language = language, Offered = examples }.Write(),
        };
    }

    private Reply HandOver(Wording wording, string language)
    {
        var note = language == SpokenLanguage.English ? options.Value.StaffNoteEnglish : options.Value.StaffNoteChinese;
        return new Reply { Text = note.Length > 0 ? $"{wording.HandedOver}\n\n{note}" : wording.HandedOver, Decision = Decisions.HandedOver };
    }

    private static TurnDetails DetailsOf(LookedUp found, string language, TimeSpan lookup)
    {
        var (result, figures) = (found.Findings.Result, found.Decision.Figures);
        var times = result.Times.ToDictionary(time => time.Stage, time => Milliseconds(time.Elapsed), StringComparer.Ordinal);
        return new TurnDetails
        {
            Language = language,
            Query = found.Query,
            QueryBy = found.By,
            Candidates = [.. result.Candidates.Select(CandidateDetails.Of)],
            Passages = [.. result.Passages.Select(PassageDetails.Of)],
            Recognised = found.Decision is PolicyDecision.Decline { Recognised: { } recognised } ? CandidateDetails.Of(recognised) : null,
            Reason = found.Decision.Reason,
            Score = CandidateDetails.Rounded(figures.Score),
            High = figures.High,
            Low = figures.Low,
            Times = With(times, "lookup", lookup),
        };
    }

    private static Dictionary<string, double> With(IReadOnlyDictionary<string, double> times, string stage, TimeSpan elapsed) =>
        new(times, StringComparer.Ordinal)
        {
            [stage] = Milliseconds(elapsed),
        };

    private static double Milliseconds(TimeSpan elapsed) => Math.Round(elapsed.TotalMilliseconds, 2);
}
