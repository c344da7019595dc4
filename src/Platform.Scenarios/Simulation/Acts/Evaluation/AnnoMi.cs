using System.IO.Compression;
using System.Text.Json;
using Platform.Scenarios.Simulation.Acts.Learning;

namespace Platform.Scenarios.Simulation.Acts.Evaluation;

/// <summary>One session of AnnoMI (Wu et al., ICASSP 2022): evaluation only, nothing trained on it is shipped.</summary>
public sealed record AnnoMiSession(string Quality, IReadOnlyList<AnnoMiUtterance> Utterances)
{
    /// <summary>JSONL, gzipped when its name says so.</summary>
    public static IReadOnlyList<AnnoMiSession> Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0).Select(Parse)];
    }

    private static AnnoMiSession Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        static string Of(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return new AnnoMiSession(Of(json.RootElement, "mi_quality"), [.. json.RootElement.GetProperty("utterances").EnumerateArray()
            .Select(u => new AnnoMiUtterance(Of(u, "who"), Of(u, "text"), Of(u, "who") == AnnoMiUtterance.Therapist ? Of(u, "behaviour") : Of(u, "talk")))]);
    }
}

/// <param name="Label">Behaviour of a therapist, talk of a client.</param>
public sealed record AnnoMiUtterance(string Who, string Text, string Label)
{
    public const string Therapist = "therapist";
    public const string Client = "client";
}

/// <summary>An utterance among those around it, as features.</summary>
internal static class AnnoMiFeatures
{
    private static readonly HashSet<string> Small = new(
        "the a an and or of to in i you it that is are was be so but uh um yeah like know just do for on with my your me have this what".Split(' '), StringComparer.Ordinal);

    public static (int[] Indices, float[] Values) Of(IReadOnlyList<AnnoMiUtterance> session, int at)
    {
        var (said, text) = (session[at], session[at].Text);
        var before = session.Take(at).Reverse().ToList();
        var others = before.Where(u => u.Who != said.Who).Take(2).Select(u => u.Text).ToList();
        var features = new Features().AddText(text, "t");
        if (others.Count > 0)
            features.AddText(others[0], "p", 0.3f);
        if (before.Find(u => u.Who == said.Who) is { } own)
            features.AddText(own.Text, "o", 0.2f);

        var words = Features.Units(text.ToLowerInvariant());
        var heard = Features.Units(string.Join(' ', others).ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        var content = words.Where(word => !Small.Contains(word)).ToList();
        var overlap = content.Count(heard.Contains);
        features.Add($"words{Math.Min((int)Math.Log2(1 + words.Count), 7)}", 2).Add(text.Contains('?', StringComparison.Ordinal) ? "asks" : "asks not", 2)
            .Add($"sentences{Math.Min(text.Count(sign => sign is '.' or '?' or '!'), 5)}")
            .Add($"overlap{Math.Min(overlap, 4)}", 1.5f).Add($"overlap share{(content.Count == 0 ? -1 : (int)(4.0 * overlap / content.Count))}", 1.5f)
            .Add($"you{Math.Min(words.Count(word => word.StartsWith("you", StringComparison.Ordinal)), 4)}", 1.5f)
            .Add($"i{Math.Min(words.Count(word => word is "i" or "i'm" or "we"), 3)}")
            .Add($"place{Math.Min((int)(5.0 * at / session.Count), 4)}", 0.7f);
        if (text.TrimEnd().EndsWith('?'))
            features.Add("ends asking", 2);
        if (others.Count > 0)
            features.Add($"heard{Math.Min((int)Math.Log2(1 + Features.Units(others[0]).Count), 7)}", 1.5f).Add(others[0].Contains('?', StringComparison.Ordinal) ? "was asked" : "was not asked");
        if (at < 4)
            features.Add("beginning");
        if (at > session.Count - 5)
            features.Add("end");
        return features.ToVector();
    }
}
