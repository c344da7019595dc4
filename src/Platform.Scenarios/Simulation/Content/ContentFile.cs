using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Platform.Scenarios.Simulation.Content;

/// <summary>An authored file that a session is played from.</summary>
public interface IAuthored
{
    /// <summary>Lower-case words with hyphens; the file is named after it.</summary>
    string Id { get; }

    /// <summary>What is wrong with it beyond its shape, each with the place in the file; empty when it can be played.</summary>
    IEnumerable<ContentProblem> Problems();
}

/// <summary>Reads authored JSON strictly: an unknown key, a missing one or a wrong type is refused with file, path and reason.</summary>
public static partial class ContentFile
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
        return name == $"{content.Id}.json" ? content : throw ContentException.Of(path, new ContentProblem($"$.id 是“{content.Id}”，文件名应为 {content.Id}.json。", $"$.id is '{content.Id}', so the file must be named {content.Id}.json."));
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
            throw ContentException.Of(file, Unreadable(wrong));
        }

        if (content is null)
            throw ContentException.Of(file, new ContentProblem("$ 是 null，应为对象。", "$ is null; an object is needed."));
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
    private static IEnumerable<ContentProblem> Nulls(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return [.. Within(document.RootElement, "$", isList: false)];

        static IEnumerable<ContentProblem> Within(JsonElement element, string place, bool isList) => element.ValueKind switch
        {
            JsonValueKind.Null when isList => [new ContentProblem($"{place} 是 null，请删去或填写。", $"{place} is null; leave it out or write something.")],
            JsonValueKind.Array => element.EnumerateArray().SelectMany((entry, at) => Within(entry, $"{place}[{at}]", isList: true)),
            JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Within(member.Value, $"{place}.{member.Name}", isList: place == "$.phrases")),
            _ => [],
        };
    }

    private static ContentProblem Unreadable(JsonException wrong)
    {
        var place = wrong.Path ?? "$";
        return new ContentProblem(
            $"{place} 不合格式：第 {wrong.LineNumber + 1} 行第 {wrong.BytePositionInLine + 1} 个字节处，缺了必填项，或者有多余的项、类型不对或标点有误。", $"{place} {WithoutPlace(wrong.Message)}");
    }

    /// <summary>Without the place, which stands in front, and the names of our own types, which no author knows.</summary>
    private static string WithoutPlace(string message) => OwnType().Replace(message.Split(" Path: ", 2)[0], "");

    [GeneratedRegex(@" (to any \.NET member contained in type|for type|to type) '[^']*'| to (System|Platform)\.[^ ]*[^ .]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OwnType();
}

/// <summary>An authored file cannot be used; its message names file, place and reason.</summary>
public sealed class ContentException(string message, Exception? inner = null) : Exception(message, inner)
{
    public static ContentException Of(string file, params IReadOnlyList<ContentProblem> problems) => new($"{file} cannot be used: {string.Join(" | ", problems)}") { Problems = problems };

    /// <summary>Of files that no page shows.</summary>
    public static ContentException OfShipped(string file, params IEnumerable<string> problems) => Of(file, [.. problems.Select(problem => new ContentProblem(problem, problem))]);

    /// <summary>Each with its place in the file.</summary>
    public IReadOnlyList<ContentProblem> Problems { get; private init; } = [];
}
