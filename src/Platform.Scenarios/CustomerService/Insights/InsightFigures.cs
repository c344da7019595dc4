using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.CustomerService.Insights;

/// <summary>What the sessions of a period come to. Every figure is computed from stored turns and thumbs, none is counted along the way.</summary>
public sealed record InsightFigures
{
    public int Conversations { get; init; }

    public int Sessions { get; init; }

    public IReadOnlyDictionary<SessionOutcome, int> Outcomes { get; init; } = new Dictionary<SessionOutcome, int>();

    /// <summary>Messages of people that the bot took as questions. A question that was asked back and then answered is one question.</summary>
    public int Questions { get; init; }

    /// <summary>Questions answered at once.</summary>
    public int AnsweredAtOnce { get; init; }

    /// <summary>Questions answered after the bot asked which one was meant.</summary>
    public int AnsweredAfterAsking { get; init; }

    /// <summary>Bot turns by decision.</summary>
    public IReadOnlyDictionary<string, int> Decisions { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    public int ThumbsUp { get; init; }

    public int ThumbsDown { get; init; }

    /// <summary>From a question to its answer; null without any.</summary>
    public TimeSpan? MeanAnswerTime { get; init; }

    /// <summary>The time within which 95 of 100 questions are answered; null without any.</summary>
    public TimeSpan? SlowAnswerTime { get; init; }

    /// <summary>From the hand-over to the first word of a person; null without any.</summary>
    public TimeSpan? MeanWaitForPerson { get; init; }

    /// <summary>From the first to the last turn of an engaged session; null without any.</summary>
    public TimeSpan? MeanSessionTime { get; init; }

    public int Engaged => Sessions - Count(SessionOutcome.Unengaged);

    /// <summary>Answered questions among all questions; null without any question.</summary>
    public double? MatchRate => Share(AnsweredAtOnce + AnsweredAfterAsking, Questions);

    /// <summary>Sessions that the person said were resolved, among engaged ones; null without any.</summary>
    public double? ConfirmedRate => Share(Count(SessionOutcome.ResolvedConfirmed), Engaged);

    /// <summary>Sessions that ended after an answer without another word, among engaged ones; null without any.</summary>
    public double? ImpliedRate => Share(Count(SessionOutcome.ResolvedImplied), Engaged);

    /// <summary>Both together.</summary>
    public double? ResolveRate => Share(Count(SessionOutcome.ResolvedConfirmed) + Count(SessionOutcome.ResolvedImplied), Engaged);

    public double? EscalationRate => Share(Count(SessionOutcome.Escalated), Engaged);

    public int Count(SessionOutcome outcome) => Outcomes.GetValueOrDefault(outcome);

    public static InsightFigures Of(IReadOnlyList<Session> sessions)
    {
        var turns = sessions.SelectMany(session => session.Turns).ToList();
        var questions = sessions.SelectMany(Question.In).ToList();
        var answerTimes = questions.Where(question => question.AnswerTime is not null).Select(question => question.AnswerTime!.Value).Order().ToList();
        return new InsightFigures
        {
            Conversations = sessions.Select(session => session.Conversation).Distinct().Count(),
            Sessions = sessions.Count,
            Outcomes = sessions.CountBy(session => session.Outcome).ToDictionary(),
            Questions = questions.Count,
            AnsweredAtOnce = questions.Count(question => question.Fate == QuestionFate.AnsweredAtOnce),
            AnsweredAfterAsking = questions.Count(question => question.Fate == QuestionFate.AnsweredAfterAsking),
            Decisions = turns.Where(turn => turn is { Speaker: Speaker.Bot, Decision: not null }).CountBy(turn => turn.Decision!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            ThumbsUp = turns.Count(turn => turn.Thumb is { Liked: true }),
            ThumbsDown = turns.Count(turn => turn.Thumb is { Liked: false }),
            MeanAnswerTime = Mean(answerTimes),
            SlowAnswerTime = answerTimes.Count == 0 ? null : answerTimes[(int)Math.Ceiling(0.95 * answerTimes.Count) - 1],
            MeanWaitForPerson = Mean([.. sessions.SelectMany(Waits)]),
            MeanSessionTime = Mean([.. sessions.Where(session => session.Outcome != SessionOutcome.Unengaged).Select(session => session.EndedAt - session.StartedAt)]),
        };
    }

    private static IEnumerable<TimeSpan> Waits(Session session)
    {
        DateTimeOffset? asked = null;
        foreach (var turn in session.Turns)
        {
            if (turn.Decision == Turns.Decisions.HandedOver)
                asked ??= turn.At;
            if (turn.Speaker != Speaker.Person || asked is not { } since)
                continue;
            yield return turn.At - since;
            asked = null;
        }
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;

    private static TimeSpan? Mean(List<TimeSpan> times) => times.Count == 0 ? null : TimeSpan.FromTicks((long)times.Average(time => time.Ticks));
}

/// <summary>What became of a question.</summary>
public enum QuestionFate
{
    AnsweredAtOnce = 0,
    AnsweredAfterAsking = 1,

    /// <summary>The bot asked back, and the person did not choose.</summary>
    LeftOpen = 2,
    Declined = 3,
    Failed = 4,
}

/// <summary>A message that the bot took as a question.</summary>
/// <param name="Asked">The person's turn.</param>
internal sealed record Question(AccountedTurn Asked, QuestionFate Fate, TimeSpan? AnswerTime)
{
    public static IEnumerable<Question> In(Session session)
    {
        var heard = session.Turns.Where(turn => turn is { Speaker: Speaker.User, IsMessage: true }).ToDictionary(turn => turn.Sequence);
        var decided = session.Turns.Where(turn => turn is { Speaker: Speaker.Bot, Decision: not null, InReplyTo: not null } && heard.ContainsKey(turn.InReplyTo.Value)).ToList();
        for (var i = 0; i < decided.Count; i++)
        {
            var (turn, asked) = (decided[i], heard[decided[i].InReplyTo!.Value]);
            var before = i > 0 ? decided[i - 1].Decision : null;
            var next = i + 1 < decided.Count ? decided[i + 1].Decision : null;
            switch (turn.Decision)
            {
                case Decisions.Answered when before == Decisions.NextStep:
                    break; // another answer to a question that is counted already
                case Decisions.Answered:
                    yield return new Question(asked, QuestionFate.AnsweredAtOnce, turn.At - asked.At);
                    break;
                case Decisions.AskedBack when next == Decisions.Answered:
                    yield return new Question(asked, QuestionFate.AnsweredAfterAsking, turn.At - asked.At);
                    i++; // the choice and its answer belong to this question
                    break;
                case Decisions.AskedBack when next is Decisions.AskedBack or Decisions.Declined:
                    break; // the same question in other words: it is counted there
                case Decisions.AskedBack:
                    yield return new Question(asked, QuestionFate.LeftOpen, null);
                    break;
                case Decisions.Declined:
                    yield return new Question(asked, QuestionFate.Declined, null);
                    break;
                case Decisions.Failed:
                    yield return new Question(asked, QuestionFate.Failed, null);
                    break;
                default:
                    break; // a courtesy or the wish for a person is no question
            }
        }
    }
}
