using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Platform.Model.Corpus;
using Platform.Model.Routes;

namespace Platform.Model.Distillation.Answers;

/// <summary>Asks one model many things, several at a time, each once.</summary>
internal sealed class ModelCalls(RoutedModel model, CallLog log, TimeProvider clock)
{
    /// <summary>So many failures without an answer between them end the run: the endpoint is down.</summary>
    private const int MostFailures = 10;

    private int _failuresInARow;
    private int _failed;
    private int _answered;

    /// <summary>Requests that were not answered; the same command asks them again.</summary>
    public int Failed => _failed;

    /// <exception cref="TeacherException">The model does not answer any more.</exception>
    public async Task AskAsync(IReadOnlyList<Question> questions, int concurrency, Action<string> tell, CancellationToken cancellationToken)
    {
        var open = questions.Where(question => log[KeyOf(question)] is null).ToList();
        tell(string.Create(CultureInfo.InvariantCulture, $"{model.Model}: {open.Count} of {questions.Count} requests are open"));
        await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, concurrency), CancellationToken = cancellationToken }, async (question, stop) =>
        {
            try
            {
                log.Add(await AnswerAsync(question, stop));
                Volatile.Write(ref _failuresInARow, 0);
                if (Interlocked.Increment(ref _answered) % 50 == 0)
                    tell(string.Create(CultureInfo.InvariantCulture, $"{model.Model}: {_answered} of {open.Count} answered, {_failed} failed"));
            }
            catch (Exception failure) when (!stop.IsCancellationRequested) // whatever it is, it is the endpoint's: the others go on
            {
                Interlocked.Increment(ref _failed);
                if (Interlocked.Increment(ref _failuresInARow) >= MostFailures)
                    throw new TeacherException($"{model.Model} did not answer {MostFailures} times in a row, at last: {InWords(failure)}. What was answered is kept. See whether the endpoint is up, and run the same command again.", failure);
            }
        });
    }

    public Call? AnswerTo(Question question) => log[KeyOf(question)];

    private async Task<Call> AnswerAsync(Question question, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(model.TimeLimit);
        var began = Stopwatch.GetTimestamp();
        var asked = model.ForOneAnswer(); // many are under way; each is kept with the name of who gave it
        var answer = await asked.Client.GetResponseAsync(question.Messages.Select(message => new ChatMessage(new ChatRole(message.Role), message.Content)), question.Options, limit.Token);
        return new Call(KeyOf(question), asked.Model, question.Prompt, question.Sample, answer.Text, answer.FinishReason?.Value, answer.Usage?.InputTokenCount, answer.Usage?.OutputTokenCount,
            Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 3), clock.GetUtcNow());
    }

    /// <summary>Not the failure's own message: it may repeat what was asked.</summary>
    private static string InWords(Exception failure) => failure switch
    {
        HttpOperationException { StatusCode: { } status } => $"{(int)status} {status}",
        OperationCanceledException => "nothing within the route's time limit",
        _ => failure.GetType().Name,
    };

    private string KeyOf(Question question) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
        new { model.Model, question.Messages, question.Options.Temperature, question.Options.TopP, question.Options.MaxOutputTokens, question.Sample }, JsonSerializerOptions.Web))));
}

/// <param name="Prompt">Id of the prompt it is about.</param>
/// <param name="Sample">Several of equal content are told apart by it.</param>
internal sealed record Question(string Prompt, int Sample, IReadOnlyList<CorpusMessage> Messages, ChatOptions Options);

/// <summary>A teacher behind a route cannot be asked; the message says what was wrong and what to do.</summary>
public sealed class TeacherException(string message, Exception? inner = null) : Exception(message, inner);
