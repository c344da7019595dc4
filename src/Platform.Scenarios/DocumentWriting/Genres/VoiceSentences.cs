using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.DocumentWriting.Genres;

/// <summary>The general sentences of one document, put together of a voice's parts; none is the same as another.</summary>
internal sealed class VoiceSentences(Voice voice, GeneralParts general, Dice dice)
{
    /// <summary>How often a part may stand in a document.</summary>
    private const int MostUses = 2;

    /// <summary>A heading that begins with it loses it within a sentence.</summary>
    private const string About = "关于";

    private static readonly string[] Links = ["同时，", "此外，", "与此同时，", "在此基础上，", "另一方面，", "不仅如此，"];

    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);
    private readonly HashSet<(string Core, string Tail)> _said = [];

    /// <param name="isNamed">Whether it begins with the heading; else it goes on from the sentence before.</param>
    /// <returns>Null when nothing is left that has not stood often enough.</returns>
    public string? Next(string heading, bool isNamed)
    {
        if (Fresh(voice.Cores, general.Cores, _ => true) is not { } core || Fresh(voice.Tails, general.Tails, part => !_said.Contains((core, part))) is not { } tail)
            return null;
        _said.Add((core, tail));
        var lead = isNamed ? dice.Pick(voice.Lead).Replace("{heading}", heading.StartsWith(About, StringComparison.Ordinal) ? heading[About.Length..] : heading, StringComparison.Ordinal) : $"{dice.Pick(Links)}{(voice.Lead[0][^1] is ('要' or '将') and var verb ? verb.ToString() : "")}";
        return $"{lead}{core}，{tail}。";
    }

    /// <summary>One of the parts that were used least, the voice's own first.</summary>
    private string? Fresh(IReadOnlyList<string> own, IReadOnlyList<string> others, Func<string, bool> fits)
    {
        for (var uses = 0; uses < MostUses; uses++)
        {
            foreach (var parts in new[] { own, others })
            {
                List<string> fresh = [.. parts.Where(part => _used.GetValueOrDefault(part) == uses && fits(part))];
                if (fresh.Count == 0)
                    continue;
                var picked = dice.Pick(fresh);
                _used[picked] = uses + 1;
                return picked;
            }
        }

        return null;
    }
}
