using System.Text.RegularExpressions;

namespace Platform.Scenarios.FreeDialogue;

/// <summary>Checks each reply of a model before it stands.</summary>
internal sealed partial class DialogueCheck(DialoguePersona persona, DialogueMemory memory, bool zh)
{
    private const int ClausesAlike = 3;

    /// <param name="said">What the person said.</param>
    /// <param name="earlier">The bot's latest replies.</param>
    /// <returns>The reply without what was cut off at its end; null when it may not stand, with the reason.</returns>
    public (string? Words, string? Fault) Of(string reply, string said, IReadOnlyCollection<string> earlier)
    {
        var words = Whole(reply.Trim());
        var fault = words.Length == 0 ? "empty"
            : words.Any(IsChinese) != zh && words.Any(char.IsLetter) ? "language"
            : persona.IsDeniedBy(words) ? "persona"
            : Contradicts(words) ? "memory"
            : earlier.Append(said).Any(line => Letters(line).Length > 1 && Letters(line) == Letters(words)) ? "repetition"
            : Clauses().Split(words).Where(clause => clause.Length > 1).GroupBy(clause => clause, StringComparer.Ordinal).Any(clauses => clauses.Count() >= ClausesAlike) ? "repetition"
            : null;
        return (fault is null ? words : null, fault);
    }

    /// <summary>Up to the last end of a sentence; a single short clause may do without.</summary>
    private static string Whole(string reply)
    {
        var end = reply.LastIndexOfAny(['。', '！', '？', '…', '~', '～', '.', '!', '?', '”', '」', '）', ')']);
        return end >= 0 ? reply[..(end + 1)] : reply.Length <= 12 ? reply : "";
    }

    private bool Contradicts(string words) =>
        (memory.Name is { } name && Called().Matches(words).Any(found => !found.Groups["name"].Value.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
        || memory.Facts.Any(fact => fact.Kind switch
        {
            RememberedKind.Likes => words.Contains($"你不喜欢{fact.Words}", StringComparison.Ordinal) || words.Contains($"you don't like {fact.Words}", StringComparison.OrdinalIgnoreCase),
            RememberedKind.Dislikes => words.Contains($"你喜欢{fact.Words}", StringComparison.Ordinal) || words.Contains($"you like {fact.Words}", StringComparison.OrdinalIgnoreCase),
            _ => false,
        });

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static bool IsChinese(char sign) => sign is >= '\u4e00' and <= '\u9fff';

    [GeneratedRegex(@"(你叫|你的名字是|\byour name is )(?<name>[\p{L}·]{1,12})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex Called();

    [GeneratedRegex(@"[，。！？,.!?\s]+", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Clauses();
}
