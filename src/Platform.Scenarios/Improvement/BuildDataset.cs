using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Datasets;
using Platform.Data.Operations;
using Platform.Data.Reviews;
using Platform.Model.Corpus;
using Platform.Model.Corpus.PersonalData;

namespace Platform.Scenarios.Improvement;

/// <summary>Makes an immutable dataset version of the answers that reviewers accepted or corrected.</summary>
/// <param name="Scenario">Only conversations of this scenario; null for all.</param>
/// <param name="DevShare">Share of conversations that is held out, 0 to 0.5.</param>
/// <param name="By">Null for a command.</param>
public sealed record BuildDataset(string Name, string? Scenario, double DevShare, Guid? By) : IRequest<BuildDatasetOutcome>
{
    /// <summary>Of the pairs of utterances from practice that a trainer accepted, to learn preferences from, instead of answers.</summary>
    public bool OfPairs { get; init; }
}

/// <summary>What came of it.</summary>
public abstract record BuildDatasetOutcome
{
    public sealed record Built(DatasetSummary Version) : BuildDatasetOutcome;

    /// <summary>No answer passed the gates.</summary>
    /// <param name="Refused">How many each gate turned away.</param>
    public sealed record Nothing(IReadOnlyDictionary<string, int> Refused) : BuildDatasetOutcome;

    /// <summary>The same rows are a version already.</summary>
    public sealed record Unchanged(DatasetSummary Version) : BuildDatasetOutcome;
}

internal sealed class BuildDatasetRules : AbstractValidator<BuildDataset>
{
    public BuildDatasetRules()
    {
        RuleFor(c => c.Name).NotEmpty().MaximumLength(DatasetVersion.NameLength).Matches("^[a-z0-9][a-z0-9-]*$").WithMessage("A dataset's name has small letters, digits and hyphens only, such as customer-service.");
        RuleFor(c => c.DevShare).InclusiveBetween(0, 0.5);
    }
}

internal sealed class BuildDatasetHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<BuildDataset, BuildDatasetOutcome>
{
    private const int MostBefore = 12; // messages before an answer that are kept with it
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<BuildDatasetOutcome> Handle(BuildDataset command, CancellationToken cancellationToken)
    {
        var refused = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<DatasetRow>();
        var id = Guid.CreateVersion7();
        if (command.OfPairs)
            await foreach (var pair in new AcceptedPairs(db).ReadAsync(refused, cancellationToken))
                rows.Add(Row(id, rows.Count, pair.Session, pair.Better, pair.Pair, pair.Messages, command.DevShare, pair.Rejected));
        else
            await AnswersAsync(command, id, rows, refused, cancellationToken);
        var distinct = rows.DistinctBy(row => row.Hash, StringComparer.Ordinal).ToList();
        if (rows.Count > distinct.Count)
            refused["the same text again"] = rows.Count - distinct.Count;
        return distinct.Count == 0 ? new BuildDatasetOutcome.Nothing(refused) : await KeepAsync(command, id, distinct, refused, cancellationToken);
    }

    private async Task AnswersAsync(BuildDataset command, Guid id, List<DatasetRow> rows, SortedDictionary<string, int> refused, CancellationToken cancellationToken)
    {
        await foreach (var (conversation, judged) in JudgedAsync(command.Scenario, cancellationToken))
        {
            var turns = await db.Turns.AsNoTracking().Where(t => t.ConversationId == conversation).OrderBy(t => t.Sequence).ToListAsync(cancellationToken);
            var consents = TrainingConsent.Of(turns);
            var mask = new PersonalDataMask();
            foreach (var turn in turns.Where(turn => turn.Kind == "message" && turn.Text is not null))
                mask.Learn(turn.Text!);
            foreach (var review in judged)
            {
                var reason = review.Verdict is not (Verdict.Good or Verdict.Corrected) ? $"judged {review.Verdict}" : !consents ? "no consent" : null;
                if (reason is null && MessagesOf(turns, review, mask) is { } messages)
                    rows.Add(Row(id, rows.Count, conversation.Value, review.TurnId!.Value.Value, review.Id, messages, command.DevShare));
                else
                    refused[reason ?? "no text"] = refused.GetValueOrDefault(reason ?? "no text") + 1;
            }
        }
    }

    /// <summary>For each conversation the judgements that count: the latest on each turn that was not undone.</summary>
    private async IAsyncEnumerable<(ConversationId Conversation, List<Review> Judged)> JudgedAsync(string? scenario, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var acts = await db.Reviews.AsNoTracking().Where(r => r.Act == ReviewAct.Judged && r.UndoneAt == null && r.TurnId != null)
            .Where(r => scenario == null || db.Conversations.Any(c => c.Id == r.ConversationId && c.Scenario == scenario)).OrderBy(r => r.At).ThenBy(r => r.Id).ToListAsync(cancellationToken);
        foreach (var conversation in acts.GroupBy(r => r.ConversationId).OrderBy(g => g.Key.Value))
            yield return (conversation.Key, [.. conversation.GroupBy(r => r.TurnId!.Value).Select(g => g.Last()).OrderBy(r => r.At)]);
    }

    private static List<DatasetMessage>? MessagesOf(List<Turn> turns, Review review, PersonalDataMask mask)
    {
        var answer = turns.Find(turn => turn.Id == review.TurnId);
        var text = review.Verdict == Verdict.Corrected ? review.CorrectedText : answer?.Text;
        if (answer is not { Speaker: Speaker.Bot, Kind: "message" } || string.IsNullOrWhiteSpace(text))
            return null;
        var before = turns.Where(turn => turn.Sequence < answer.Sequence && turn is { Kind: "message", Text.Length: > 0, Speaker: not Speaker.Channel }).TakeLast(MostBefore)
            .SkipWhile(turn => turn.Speaker != Speaker.User).Select(turn => new DatasetMessage(turn.Speaker == Speaker.User ? "user" : "assistant", mask.Mask(turn.Text!))).ToList();
        return before.Count == 0 ? null : [.. before, new DatasetMessage("assistant", mask.Mask(text))];
    }

    private static DatasetRow Row(Guid version, int place, Guid conversation, Guid turn, Guid review, IReadOnlyList<DatasetMessage> messages, double devShare, string? rejected = null)
    {
        var json = JsonSerializer.Serialize(messages, Json);
        return new DatasetRow
        {
            DatasetVersionId = version,
            Place = place,
            IsDev = BitConverter.ToUInt32(SHA256.HashData(conversation.ToByteArray())) < devShare * uint.MaxValue,
            ConversationId = conversation,
            TurnId = turn,
            ReviewId = review,
            Messages = json,
            Rejected = rejected,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(rejected is null ? json : $"{json}\n{rejected}"))),
        };
    }

    private async Task<BuildDatasetOutcome> KeepAsync(BuildDataset command, Guid id, List<DatasetRow> rows, IReadOnlyDictionary<string, int> refused, CancellationToken cancellationToken)
    {
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => $"{row.Hash} {row.IsDev}")))));
        var latest = await db.DatasetVersions.AsNoTracking().Where(v => v.Name == command.Name).OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellationToken);
        if (latest?.Fingerprint == fingerprint)
            return new BuildDatasetOutcome.Unchanged(DatasetSummary.Of(latest));
        var now = clock.GetUtcNow();
        var version = new DatasetVersion
        {
            Id = id,
            Name = command.Name,
            Number = (latest?.Number ?? 0) + 1,
            Rule = JsonSerializer.Serialize(new { command.Scenario, command.DevShare, Verdicts = command.OfPairs ? "accepted pairs of practice" : "Good, Corrected", Gates = "consent, personal data masked, no text twice" }, Json),
            Refused = JsonSerializer.Serialize(refused, Json),
            TrainRows = rows.Count(row => !row.IsDev),
            DevRows = rows.Count(row => row.IsDev),
            Fingerprint = fingerprint,
            BuiltAt = now,
            BuiltBy = command.By,
        };
        version.Rows.AddRange(rows);
        db.Add(version);
        db.Audit(now, command.By, "dataset.build", id, new { version.Name, version.Number, version.TrainRows, version.DevRows });
        await db.SaveChangesAsync(cancellationToken);
        return new BuildDatasetOutcome.Built(DatasetSummary.Of(version));
    }
}
