using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Platform.Scenarios.Prompts;

/// <summary>
/// A scenario's <c>*.prompt.md</c>: a message begins with a line <c># system</c>, <c># user</c> or <c># assistant</c>,
/// and has blanks such as <c>{{question}}</c>.
/// </summary>
public sealed partial class PromptFile
{
    private readonly IReadOnlyList<(ChatRole Role, string Text)> _messages;
    private readonly HashSet<string> _blanks;

    private PromptFile(string name, string content)
    {
        Name = name;
        var text = content.ReplaceLineEndings("\n");
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        var heads = Head().Matches(text);
        _messages = [.. heads.Select((head, i) => (
            new ChatRole(head.Groups["role"].Value),
            text[(head.Index + head.Length)..(i + 1 < heads.Count ? heads[i + 1].Index : text.Length)].Trim()))];
        _blanks = [.. Blank().Matches(text).Select(blank => blank.Groups["name"].Value)];
        if (_messages.Count == 0)
            throw new FormatException($"The prompt '{name}' has no message. Begin one with a line '# system' or '# user'.");
    }

    /// <summary>Path below Platform.Scenarios, for example <c>CustomerService/compose.prompt.md</c>.</summary>
    public string Name { get; }

    /// <summary>Of its content: the first 16 hex digits of SHA-256, kept with what it led to.</summary>
    public string Hash { get; }

    /// <exception cref="FileNotFoundException">No such prompt was built in.</exception>
    public static PromptFile Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"No prompt is named '{name}'. Prompts are the *.prompt.md files of Platform.Scenarios, named by their path.", name);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new PromptFile(name, reader.ReadToEnd());
    }

    internal static PromptFile Parse(string name, string content) => new(name, content);

    /// <summary>The messages with every blank filled. What is filled in is not searched for blanks again.</summary>
    /// <exception cref="ArgumentException">A blank has no value, or a value has no blank.</exception>
    public IList<ChatMessage> Fill(IReadOnlyDictionary<string, string> values)
    {
        if (!_blanks.SetEquals(values.Keys))
            throw new ArgumentException($"The prompt '{Name}' has the blanks {string.Join(", ", _blanks.Order(StringComparer.Ordinal))}, but was given {string.Join(", ", values.Keys.Order(StringComparer.Ordinal))}.", nameof(values));

        return [.. _messages.Select(message => new ChatMessage(message.Role, Blank().Replace(message.Text, blank => values[blank.Groups["name"].Value])))];
    }

    [GeneratedRegex(@"^# (?<role>system|user|assistant)[ \t]*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Head();

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Blank();
}
