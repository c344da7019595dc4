using System.Runtime.CompilerServices;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>Answers what was heard last in a conversation.</summary>
/// <param name="Progress">Called with everything that is shown before the answer is final.</param>
/// <param name="OnlyUrgent">Whether a person is to answer, so that only what is urgent is said.</param>
public sealed record TakeTurn(string Scenario, Dialogue Dialogue, Func<ReplyEvent, ValueTask> Progress, bool OnlyUrgent) : IRequest<TurnOutcome>;

/// <summary>What can come of a turn.</summary>
public abstract record TurnOutcome
{
    /// <param name="HandedOver">Whether a person is to answer from now on.</param>
    /// <param name="IsUrgent">Whether it is said although a person answers.</param>
    public sealed record Answered(IReadOnlyList<Reply> Replies, bool HandedOver, bool IsUrgent) : TurnOutcome
    {
        /// <summary>The bot says nothing.</summary>
        public static Answered Silent { get; } = new([], HandedOver: false, IsUrgent: false);
    }

    public sealed record TookTooLong(TimeSpan Limit) : TurnOutcome;
}

internal sealed class TakeTurnRules : AbstractValidator<TakeTurn>
{
    public TakeTurnRules(ScenarioCatalog scenarios) =>
        RuleFor(turn => turn.Scenario).Must(scenarios.Knows).WithMessage(turn => $"No scenario is named '{turn.Scenario}'. Set Conversations:Scenario to one that exists.");
}

internal sealed class TakeTurnHandler(ScenarioCatalog scenarios, IOptions<ConversationOptions> options) : IRequestHandler<TakeTurn, TurnOutcome>
{
    public async Task<TurnOutcome> Handle(TakeTurn command, CancellationToken cancellationToken)
    {
        if ((command.OnlyUrgent ? scenarios.UrgentFor(command.Dialogue) : scenarios.For(command.Scenario, command.Dialogue)) is not { } scenario)
            return TurnOutcome.Answered.Silent;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.TurnTimeLimit);
        var replies = new List<Reply>();
        var handedOver = false;
        try
        {
            await foreach (var step in StepsOf(scenario, command.Dialogue, limit.Token))
            {
                switch (step)
                {
                    case ReplyEvent.Said said:
                        replies.Add(said.Reply);
                        break;
                    case ReplyEvent.HandedOver:
                        handedOver = true;
                        break;
                    default:
                        await command.Progress(step);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new TurnOutcome.TookTooLong(options.Value.TurnTimeLimit);
        }

        return new TurnOutcome.Answered(replies, handedOver, scenario is IInvitedScenario { IsUrgent: true });
    }

    private static IAsyncEnumerable<ReplyEvent> StepsOf(IScenario scenario, Dialogue dialogue, CancellationToken cancellationToken) =>
        scenario is ICardScenario cards && CardPress.TryRead(dialogue.Heard, out var verb, out var data)
            ? PressAsync(cards, dialogue, verb, data, cancellationToken)
            : scenario.RespondAsync(dialogue, cancellationToken);

    private static async IAsyncEnumerable<ReplyEvent> PressAsync(ICardScenario scenario, Dialogue dialogue, string? verb, string data, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (CardPress.ReplyOf(await scenario.PressAsync(dialogue, verb, data, cancellationToken)) is { } reply)
            yield return new ReplyEvent.Said(reply);
    }
}
