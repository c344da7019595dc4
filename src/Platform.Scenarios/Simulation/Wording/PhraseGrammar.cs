using System.Collections.Immutable;
using System.Text;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Wording;

/// <summary>The engine's own wording: composes a reply from the lines of person, matter and common book, and repeats none while others are left.</summary>
internal sealed class PhraseGrammar
{
    /// <summary>What is answered first when several acts were seen.</summary>
    private static readonly string[] MostTelling =
        [.. ActCodes.Prohibited, ActCodes.Deadline, ActCodes.NamedResponsibility, ActCodes.ConcreteMeasure, ActCodes.LegalGround, ActCodes.ComplexReflection,
            ActCodes.Affirm, ActCodes.EmphasiseAutonomy, ActCodes.SeekCollaboration, ActCodes.Empathy, ActCodes.Restating, ActCodes.FollowUp, ActCodes.Contact,
            ActCodes.AdviseWithPermission, ActCodes.GiveInformation, ActCodes.SimpleReflection, ActCodes.ClosingCheck, ActCodes.Greeting];

    private readonly Scene _scene;
    private readonly Dice _dice;
    private readonly HashSet<string> _told;
    private readonly HashSet<string> _now = new(StringComparer.Ordinal);
    private ImmutableList<string> _spoken;

    /// <param name="told">Facts that may be said; a line with a betraying word of any other is passed over, whoever's book it stands in.</param>
    private PhraseGrammar(Scene scene, Dice dice, ImmutableList<string> spoken, HashSet<string> told) => (_scene, _dice, _spoken, _told) = (scene, dice, spoken, told);

    /// <summary>The first words of a session.</summary>
    public static (SpokenReply Reply, ImmutableList<string> Spoken) Open(Scene scene, long seed)
    {
        var grammar = new PhraseGrammar(scene, new Dice(seed, 0, "open"), [], []);
        return (grammar.Reply([grammar.Line(scene.Openings)], StageDirection.Hold, scene.Said("先说出来再看对方怎么接。", "Say it and see what comes back.")), grammar._spoken);
    }

    /// <param name="attempt">From 0; another attempt words the same plan differently.</param>
    public static (SpokenReply Reply, ImmutableList<string> Spoken) Answer(Scene scene, long seed, PlannedTurn plan, int attempt)
    {
        var grammar = For(scene, seed, plan, $"word{attempt}");
        var parts = plan.End is { } end ? grammar.Ending(end) : grammar.Parts(plan);
        return (grammar.Reply(parts, plan.Direction, grammar.Thought(plan)), grammar._spoken);
    }

    /// <summary>A line that fits any moment, where no attempt could be shown; tells nothing.</summary>
    public static (SpokenReply Reply, ImmutableList<string> Spoken) Hold(Scene scene, long seed, PlannedTurn plan)
    {
        var grammar = For(scene, seed, plan, PhraseKeys.Hold);
        return (grammar.Reply([grammar.Of(PhraseKeys.Hold)], StageDirection.Hold, grammar.Thought(plan)), grammar._spoken);
    }

    private static PhraseGrammar For(Scene scene, long seed, PlannedTurn plan, string purpose) =>
        new(scene, new Dice(seed, plan.Ready.Turn, purpose), plan.Ready.Spoken, plan.Ready.Told.Select(told => told.Fact).ToHashSet(StringComparer.Ordinal));

    private IEnumerable<string> Ending(PlayEnd end) => end switch
    {
        PlayEnd.WalkedOut => [Of(PhraseKeys.Escalate), Of(PhraseKeys.WalkOut)],
        PlayEnd.Agreed => [Of(PhraseKeys.Soften), Of(PhraseKeys.Agree), Line(_scene.Steps)],
        PlayEnd.TimeUp => [Of(PhraseKeys.TimeUp)],
        _ => [Of(PhraseKeys.Close)],
    };

    private List<string> Parts(PlannedTurn plan)
    {
        var room = _scene.Style.Sentences switch { SentenceLength.Brief => 2, SentenceLength.Medium => 3, _ => 4 };
        var parts = new List<string> { Reaction(plan) };
        if (plan.Disclosure.Deflects)
        {
            parts.Add(Of(PhraseKeys.Deflect));
        }
        else if (plan.Disclosure.Tell.Count > 0)
        {
            if (plan.Disclosure.Tell[0].Elicited && _dice.Chance(45))
                parts.Add(Of(PhraseKeys.LeadIn));
            parts.AddRange(plan.Disclosure.Tell.Select(tell => Line(tell.Fact.Say)));
        }
        else if (plan.Disclosure.NothingMore)
        {
            parts.Add(Of(PhraseKeys.NothingMore));
        }

        if (plan.Hint is { } hint)
            parts.Add(Fill(hint));
        if (parts.Count < room)
            parts.Add(GoOn(plan));
        return parts;
    }

    /// <summary>To what the trainee did: to the most telling act, or as the mood is.</summary>
    private string Reaction(PlannedTurn plan)
    {
        var mood = plan.Direction switch { StageDirection.Escalate => PhraseKeys.Escalate, StageDirection.Soften => PhraseKeys.Soften, _ => PhraseKeys.Hold };
        if (plan.Heard.IsRepeat && _scene.Phrases.Has(PhraseKeys.OnRepeat))
            return Of(PhraseKeys.OnRepeat);
        if (plan.Heard.Acts.Count == 0 && !plan.Heard.IsQuestion && _scene.Phrases.Has(PhraseKeys.OnUnclear) && _dice.Chance(70))
            return Of(PhraseKeys.OnUnclear);
        var act = MostTelling.FirstOrDefault(act => plan.Heard.Has(act) && HasFresh(PhraseKeys.On(act)));
        var fits = act is not null && ActCodes.Prohibited.Contains(act) == (plan.Direction == StageDirection.Escalate);
        return fits && _dice.Chance(65) ? Of(PhraseKeys.On(act!)) : Of(mood);
    }

    /// <summary>How the talk goes on after the reaction: presses for what is missing, says the trouble again, or what it wants.</summary>
    private string GoOn(PlannedTurn plan)
    {
        var missing = plan.Missing.FirstOrDefault(act => HasFresh(PhraseKeys.Press(act)));
        var turn = plan.Ready.Turn;
        return plan.Direction switch
        {
            StageDirection.Escalate => Of(_dice.Chance(40) && HasFresh(PhraseKeys.Demand) ? PhraseKeys.Demand : PhraseKeys.Again),
            _ when missing is not null && turn >= 4 && _dice.Chance(60) => Of(PhraseKeys.Press(missing)),
            StageDirection.Soften => plan.Disclosure.Tell.Count > 0 ? "" : Of(turn < 5 ? PhraseKeys.Again : PhraseKeys.Soften),
            _ => Of(_dice.Chance(25) && HasFresh(PhraseKeys.Demand) ? PhraseKeys.Demand : PhraseKeys.Again),
        };
    }

    private string Thought(PlannedTurn plan)
    {
        var move = plan.Moves.OrderByDescending(move => Math.Abs(move.By)).FirstOrDefault();
        return move is null ? _scene.Said("没什么变化。", "Nothing has changed.") : _scene.Said($"{move.Reason}。", $"{char.ToUpperInvariant(move.Reason[0])}{move.Reason[1..]}.");
    }

    private SpokenReply Reply(IEnumerable<string> parts, StageDirection direction, string thought)
    {
        var text = new StringBuilder();
        foreach (var part in parts.Where(part => part.Length > 0))
        {
            if (text.Length > 0 && !_scene.IsChinese)
                text.Append(' ');
            text.Append(Joined(text, part));
        }

        if (_dice.Chance(35) && text.Length > 0)
        {
            var filler = Fill(_dice.Pick(_scene.Style.Fillers));
            if (!StartsAlready(text.ToString(), filler))
            {
                if (GoesOnSmall(filler, text.ToString()))
                    text[0] = char.ToLowerInvariant(text[0]);
                text.Insert(0, filler);
            }
        }

        var gestures = direction switch { StageDirection.Escalate => _scene.Style.Gestures.Escalate, StageDirection.Soften => _scene.Style.Gestures.Soften, _ => _scene.Style.Gestures.Hold };
        return new SpokenReply(text.ToString(), Line(gestures), thought, SpokenReply.Engine, []);
    }

    /// <summary>A part that ends open (with a comma) goes on in lower case; otherwise sentences stand side by side.</summary>
    private string Joined(StringBuilder text, string part) =>
        GoesOnSmall(text.ToString(), part) ? char.ToLowerInvariant(part[0]) + part[1..] : part;

    /// <summary>Behind a comma a sentence begins small, unless with I.</summary>
    private bool GoesOnSmall(string before, string part) =>
        !_scene.IsChinese && before.TrimEnd() is [.., ','] && part.Length > 1 && char.IsUpper(part[0]) && part[1] is not ('\'' or ' ' or '…');

    /// <summary>Whether it begins with a filler of its own, a pause, or the same word as this one.</summary>
    private bool StartsAlready(string text, string filler) =>
        text[0] is '…' or '“' or '"' or '（' or '(' || text[0] == filler[0] || _scene.Style.Fillers.Any(other => text.StartsWith(other.TrimEnd('，', ',', '…', ' ', '。'), StringComparison.OrdinalIgnoreCase));

    private string Of(string moment)
    {
        var own = _scene.Phrases.Lines(moment);
        var fresh = own.Where(IsFresh).ToList();
        return Line(fresh.Count > 0 ? fresh : _scene.Phrases.AllLines(moment));
    }

    private bool HasFresh(string moment) => _scene.Phrases.AllLines(moment) is { Count: > 0 } lines ? lines.Any(IsFresh) : !_spoken.Contains(moment, StringComparer.Ordinal);

    private bool IsSafe(string line) => ReplyCheck.IsSafe(_scene, line, _told);

    private bool IsFresh(string line) => IsSafe(line) && !_now.Contains(line) && !_spoken.Contains(line, StringComparer.Ordinal);

    /// <summary>One of the lines that were not spoken yet; when all were, the one that was spoken longest ago.</summary>
    private string Line(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return "";
        if (lines.Where(IsSafe).ToList() is { Count: > 0 } safe)
            lines = safe;
        var fresh = lines.Where(IsFresh).ToList();
        var line = fresh.Count > 0 ? _dice.Pick(fresh) : lines.MinBy(line => _spoken.FindLastIndex(spoken => spoken == line))!;
        _now.Add(line);
        _spoken = _spoken.RemoveAll(spoken => spoken == line).Add(line);
        return Fill(line);
    }

    private string Fill(string template) => Template.Expand(template, _dice.Roll, blank => blank switch
    {
        Template.Address => _dice.Pick(_scene.Style.Address),
        Template.Self => _dice.Pick(_scene.Style.Self),
        Template.CharacterName => _scene.Name,
        Template.Home => _scene.Profile.Home,
        _ => _scene.Issue,
    });
}
