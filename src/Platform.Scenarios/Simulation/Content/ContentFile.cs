using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Scenarios.Simulation.Content;

/// <summary>An authored file that a session is played from.</summary>
public interface IAuthored
{
    /// <summary>Lower-case words with hyphens; the file is named after it.</summary>
    string Id { get; }

    /// <summary>What is wrong with it beyond its shape, each with the place in the file; empty when it can be played.</summary>
    IEnumerable<string> Problems();
}

/// <summary>Reads authored JSON strictly: an unknown key, a missing one or a wrong type is refused with file, path and reason.</summary>
public static class ContentFile
{
    /// <summary>camelCase keys, kebab-case values of enumerations, comments allowed, nothing unknown.</summary>
    public static JsonSerializerOptions Format { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <exception cref="ContentException">The file is not JSON of this shape, breaks a rule, or is not named after its id.</exception>
    public static T Read<T>(string path)
        where T : IAuthored
    {
        var content = Parse<T>(File.ReadAllText(path), path);
        var name = Path.GetFileName(path);
        return name == $"{content.Id}.json" ? content : throw ContentException.Of(path, $"$.id is '{content.Id}', so the file must be named {content.Id}.json.");
    }

    /// <exception cref="ContentException">It is not JSON of this shape or breaks a rule.</exception>
    public static T Parse<T>(string json, string file)
        where T : IAuthored
    {
        T? content;
        try
        {
            content = JsonSerializer.Deserialize<T>(json, Format);
        }
        catch (JsonException wrong)
        {
            throw ContentException.Of(file, $"{wrong.Path ?? "$"} {WithoutPlace(wrong.Message)}");
        }

        if (content is null)
            throw ContentException.Of(file, "$ is null; an object is needed.");
        var problems = Nulls(json).ToList(); // the rules below read every entry
        if (problems.Count == 0)
            problems.AddRange(content.Problems());
        return problems.Count == 0 ? content : throw ContentException.Of(file, problems);
    }

    /// <summary>Every file of a folder, by id; a folder that is not there is empty.</summary>
    /// <exception cref="ContentException">One of them is refused.</exception>
    public static IReadOnlyList<T> ReadAll<T>(string folder)
        where T : IAuthored =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read<T>)] : [];

    /// <summary>Entries of lists and of phrases that are null: the serializer looks at properties only.</summary>
    private static IEnumerable<string> Nulls(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return [.. Within(document.RootElement, "$", isList: false)];

        static IEnumerable<string> Within(JsonElement element, string place, bool isList) => element.ValueKind switch
        {
            JsonValueKind.Null when isList => [$"{place} is null; leave it out or write something."],
            JsonValueKind.Array => element.EnumerateArray().SelectMany((entry, at) => Within(entry, $"{place}[{at}]", isList: true)),
            JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Within(member.Value, $"{place}.{member.Name}", isList: place == "$.phrases")),
            _ => [],
        };
    }

    private static string WithoutPlace(string message) => message.Split(" Path: ", 2)[0];
}

/// <summary>An authored file cannot be used; its message names file, place and reason.</summary>
public sealed class ContentException(string message, Exception? inner = null) : Exception(message, inner)
{
    public static ContentException Of(string file, params IReadOnlyList<string> problems) => new($"{file} cannot be used: {string.Join(" | ", problems)}") { Problems = problems };

    /// <summary>Each with its place in the file.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];
}
