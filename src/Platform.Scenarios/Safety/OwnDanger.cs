using System.Text.RegularExpressions;

namespace Platform.Scenarios.Safety;

/// <summary>Tells whether somebody writes of a danger to themselves, and not about another person.</summary>
/// <remarks>A counsellor in training must be able to ask "do you want to die?" and to say back "you wrote that life has no meaning"; only what is said
/// of "I" counts there, sentence by sentence. In a free conversation everything is looked at.</remarks>
public sealed partial class OwnDanger
{
    private readonly Lazy<CrisisSignals> _signals = new(CrisisSignals.Shipped);

    /// <summary>What a person writes in a conversation of their own.</summary>
    public CrisisSignal InConversation(string text)
    {
        var plain = CrisisWords.WithoutHyperbole(text);
        var named = CrisisWords.Lists.Any(list => list.List.IsMatch(plain)) || CrisisWords.Firm().IsMatch(text) || CrisisWords.English().IsMatch(text) || CrisisWords.EnglishAcute().IsMatch(text);
        return named && OfSelf().IsMatch(text) ? _signals.Value.Look(text) : new CrisisSignal(-1, IsSign: false, Acute: false);
    }

    /// <summary>What a trainee writes in a role-play.</summary>
    public CrisisSignal InPractice(string text)
    {
        CrisisSignal found = new(-1, IsSign: false, Acute: false);
        foreach (Match sentence in Sentences().Matches(text))
        {
            var words = Quoted().Replace(sentence.Value, "").Replace("我们", "", StringComparison.Ordinal); // "we" is the office
            if (!OfSelf().IsMatch(words) || OfOther().IsMatch(words) || words.TrimEnd().EndsWith('?') || words.TrimEnd().EndsWith('？'))
                continue;
            var signal = InConversation(words);
            if (signal.IsSign)
                found = new CrisisSignal(Math.Max(signal.Score, found.Score), IsSign: true, signal.Acute || found.Acute);
        }

        return found;
    }

    [GeneratedRegex("[^。！？!?.；;\\n]+[。！？!?.；;\\n]*", RegexOptions.NonBacktracking)]
    private static partial Regex Sentences();

    [GeneratedRegex("“[^”]*”|\"[^\"]*\"|「[^」]*」", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"我|自己|俺|\b(i|i'm|i've|i'd|i'll|im|me|my|myself)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OfSelf();

    [GeneratedRegex(@"你|您|他|她|\b(you|your|you're|yourself|he|she|they|him|her|them)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OfOther();
}
