using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Model.Corpus.PersonalData;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>A person's reading of an utterance, to be learned from.</summary>
internal sealed record AcceptedCorrection(Guid Turn, Utterance Utterance);

/// <param name="Withheld">How many were left out, since their trainee did not agree.</param>
internal sealed record CorrectionsToLearn(IReadOnlyList<AcceptedCorrection> Accepted, int Withheld);

/// <summary>Reads the corrections in sessions whose trainee agreed, personal data masked as in a dataset; in the order in which they were made.</summary>
internal sealed class AcceptedCorrections(PlatformDbContext db)
{
    public async Task<CorrectionsToLearn> ReadAsync(string family, string lang, CancellationToken cancellationToken)
    {
        var rows = await (from correction in db.ActCorrections.AsNoTracking()
                          join turn in db.PracticeTurns on correction.TurnId equals turn.Id
                          join session in db.PracticeSessions on turn.SessionId equals session.Id
                          where session.Family == family && session.Lang == lang
                          orderby correction.CorrectedAt, correction.Id
                          select new { Correction = correction, turn.SessionId, session.ConsentsToTraining }).ToListAsync(cancellationToken);
        var dialogues = new Dictionary<Guid, Dialogue>();
        foreach (var id in rows.Where(row => row.ConsentsToTraining).Select(row => row.SessionId).Distinct())
            dialogues[id] = Dialogue.Of(await db.PracticeSessions.AsNoTracking().Include(s => s.Turns).SingleAsync(s => s.Id == id, cancellationToken));
        return new CorrectionsToLearn(
            [.. rows.Where(row => dialogues.ContainsKey(row.SessionId)).Select(row => dialogues[row.SessionId].Read(row.Correction, family, lang)).OfType<AcceptedCorrection>()],
            rows.Count(row => !row.ConsentsToTraining));
    }

    /// <summary>A session with the names that occur in it, so that each is masked wherever it stands.</summary>
    private sealed record Dialogue(Dictionary<Guid, PlayTurn> Turns, PersonalDataMask Mask)
    {
        public static Dialogue Of(PracticeSession session)
        {
            var dialogue = new Dialogue(session.Turns.ToDictionary(row => row.Id, row => PracticeJson.Read<PlayTurn>(row.Content)), new PersonalDataMask());
            dialogue.Mask.Learn(PracticeJson.Read<PracticeOpening>(session.Opening).Reply.Words);
            foreach (var turn in dialogue.Turns.Values)
            {
                dialogue.Mask.Learn(turn.Utterance);
                dialogue.Mask.Learn(turn.Reply.Words);
            }

            return dialogue;
        }

        /// <returns>Null when the words were erased.</returns>
        public AcceptedCorrection? Read(ActCorrection correction, string family, string lang)
        {
            if (!Turns.TryGetValue(correction.TurnId, out var turn) || turn.Utterance.Length == 0)
                return null;
            var masked = Mask.Mask(turn.Utterance);
            return new AcceptedCorrection(correction.TurnId, new Utterance
            {
                Text = masked,
                Lang = lang,
                Family = family,
                Acts = [.. CorrectedActs.Of(correction).Where(act => act.End <= turn.Utterance.Length).Select(act => Move(act, turn.Utterance, masked))],
            });
        }

        /// <summary>The place of the same evidence in the masked text; the whole of it where a mark runs over an end of the evidence.</summary>
        private LabelledAct Move(LabelledAct act, string text, string masked)
        {
            var (start, quote) = (Mask.Mask(text[..act.Start]).Length, Mask.Mask(text[act.Start..act.End]));
            return start <= masked.Length && masked.AsSpan(start).StartsWith(quote, StringComparison.Ordinal) && quote.Length > 0
                ? act with { Start = start, End = start + quote.Length }
                : act with { Start = 0, End = masked.Length };
        }
    }
}
