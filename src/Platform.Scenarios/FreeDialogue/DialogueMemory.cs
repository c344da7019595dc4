using System.Text.Json;
using System.Text.RegularExpressions;

namespace Platform.Scenarios.FreeDialogue;

/// <summary>What is known of a person.</summary>
internal enum RememberedKind
{
    Name = 0,
    Likes = 1,
    Dislikes = 2,
    Work = 3,
    Place = 4,
}

/// <param name="Words">The person's own.</param>
internal sealed record Remembered(RememberedKind Kind, string Words);

/// <summary>What a person said of themselves while chatting; kept with the replies, told on request and forgotten on request.</summary>
internal sealed partial record DialogueMemory(IReadOnlyList<Remembered> Facts)
{
    private const int Most = 12;

    public static DialogueMemory Empty { get; } = new([]);

    public string? Name => Facts.LastOrDefault(fact => fact.Kind == RememberedKind.Name)?.Words;

    /// <summary>As it stands in the details of the last reply of a chat.</summary>
    public static DialogueMemory Read(string? details)
    {
        if (details is null)
            return Empty;
        try
        {
            using var json = JsonDocument.Parse(details);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("memory", out var memory) && memory.Deserialize<List<Remembered>>(JsonSerializerOptions.Web) is { } facts ? new DialogueMemory(facts) : Empty;
        }
        catch (JsonException)
        {
            return Empty;
        }
    }

    /// <summary>With what the words say of the person: one name, work and place, and never a like and a dislike of the same thing; the oldest goes when it is full.</summary>
    public DialogueMemory With(string said)
    {
        var facts = Facts.ToList();
        foreach (var (kind, pattern) in new[] { (RememberedKind.Name, Named()), (RememberedKind.Dislikes, Disliked()), (RememberedKind.Likes, Liked()), (RememberedKind.Work, Working()), (RememberedKind.Place, Living()) })
        {
            foreach (var words in pattern.Matches(said).Select(found => found.Groups["words"].Value.Trim()).Where(words => words.Length > 0))
            {
                facts.RemoveAll(fact => kind is RememberedKind.Likes or RememberedKind.Dislikes ? fact.Kind is RememberedKind.Likes or RememberedKind.Dislikes && fact.Words == words : fact.Kind == kind);
                facts.Add(new Remembered(kind, words));
            }
        }

        return new DialogueMemory(facts.TakeLast(Most).ToList());
    }

    /// <summary>As sentences to the person.</summary>
    public IEnumerable<string> Sentences(bool zh) => Facts.Select(fact => (fact.Kind, zh) switch
    {
        (RememberedKind.Name, true) => $"你叫{fact.Words}",
        (RememberedKind.Likes, true) => $"你喜欢{fact.Words}",
        (RememberedKind.Dislikes, true) => $"你不喜欢{fact.Words}",
        (RememberedKind.Work, true) => $"你是{fact.Words}",
        (RememberedKind.Place, true) => $"你住在{fact.Words}",
        (RememberedKind.Name, _) => $"your name is {fact.Words}",
        (RememberedKind.Likes, _) => $"you like {fact.Words}",
        (RememberedKind.Dislikes, _) => $"you do not like {fact.Words}",
        (RememberedKind.Work, _) => $"you work as {fact.Words}",
        _ => $"you live in {fact.Words}",
    });

    private const RegexOptions Form = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"(我(的名字)?(叫|是叫)|my name is |call me )(?<words>[\p{L}·]{1,12}?)(?=[，。！？,.!?\s]|$)", Form, 200)]
    private static partial Regex Named();

    [GeneratedRegex(@"(我(很|特别|最|一直)?(喜欢|爱)|\bI (really |also )?(like|love) )(?<words>[^，。！？,.!?\n]{1,30})", Form, 200)]
    private static partial Regex Liked();

    [GeneratedRegex(@"(我(很|特别|最|一直)?(不喜欢|讨厌|不爱)|\bI (really )?(don'?t like|do not like|hate|dislike) )(?<words>[^，。！？,.!?\n]{1,30})", Form, 200)]
    private static partial Regex Disliked();

    [GeneratedRegex(@"(我是(一名|一个|一位|个)|\bI work as an? |\bI am an? |\bI'm an? )(?<words>[^，。！？,.!?\n]{1,20})", Form, 200)]
    private static partial Regex Working();

    [GeneratedRegex(@"(我(住在|来自|家在)|\bI live in |\bI('m| am) from )(?<words>[^，。！？,.!?\n]{1,20})", Form, 200)]
    private static partial Regex Living();
}
