using System.Text.RegularExpressions;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>What somebody asks of verse in a chat: <c>写诗 春望 七绝</c>, <c>藏头 春夏秋冬 五绝</c>, <c>续诗 白日依山尽，黄河入海流</c>, <c>查诗 …</c>.</summary>
/// <param name="Form">The form that was named, before or after the text; null for none.</param>
/// <param name="Text">Theme, heads, given lines or a poem, by the verb.</param>
internal sealed partial record PoemCall(PoemVerb Verb, PoemForm? Form, string Text)
{
    private static readonly char[] Between = [' ', '\t', '　', '，', '、', ',', ':', '：'];

    /// <returns>Null when the text does not call for verse.</returns>
    public static PoemCall? Read(string text)
    {
        if (Call().Match(text) is not { Success: true } call)
            return null;
        var rest = call.Groups["rest"].Value.Trim(Between).Trim();
        var verb = call.Groups["verb"].Value.ToLowerInvariant() switch
        {
            "藏头" or "藏头诗" or "acrostic" => PoemVerb.Acrostic,
            "续诗" or "continue" => PoemVerb.Continue,
            "查诗" or "check" => PoemVerb.Check,
            _ => PoemVerb.Write,
        };
        foreach (var form in verb == PoemVerb.Check ? [] : PoemForm.All)
            foreach (var name in new[] { form.Chinese, form.Key })
                if (rest.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return new PoemCall(verb, form, "");
                else if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) && Between.Contains(rest[name.Length]))
                    return new PoemCall(verb, form, rest[name.Length..].Trim(Between));
                else if (rest.EndsWith(name, StringComparison.OrdinalIgnoreCase) && Between.Contains(rest[^(name.Length + 1)]))
                    return new PoemCall(verb, form, rest[..^name.Length].Trim(Between));
        return new PoemCall(verb, null, rest);
    }

    /// <summary>What the skill is to do.</summary>
    /// <exception cref="PoemException">Nothing says what the poem is about, or given lines have the length of no form that could be meant.</exception>
    public SkillRequest Request(bool isChinese)
    {
        if (Text.Length == 0)
            throw new PoemException("请说写什么，例如：写诗 春望 七绝。", "Say what the poem is about, for example: poem 春望 七绝.");
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal) { ["form"] = (Form ?? Meant()).Key };
        if (Verb == PoemVerb.Acrostic)
            arguments["acrostic"] = Text;
        if (Verb == PoemVerb.Continue)
            arguments["given"] = Text;
        return new SkillRequest(Verb == PoemVerb.Continue ? "无题" : Text, arguments, isChinese);
    }

    /// <summary>A quatrain, of lines as long as those that are given.</summary>
    private PoemForm Meant()
    {
        var length = Verb == PoemVerb.Continue ? PoemText.Read(Text).Lines[0].Count : 7;
        return length switch
        {
            5 => PoemForm.Named("五绝"),
            7 => PoemForm.Named("七绝"),
            _ => throw new PoemException($"所给首句有 {length} 字，不是五言或七言。请说明体裁，例如：续诗 水调歌头 ……", $"The first given line has {length} characters, not five or seven. Name the form too, for example: continue 水调歌头 …"),
        };
    }

    [GeneratedRegex(@"^\s*/?(?<verb>写诗|作诗|藏头诗?|续诗|查诗|poem|(acrostic|continue|check)(?=[\s：:]+[^\x00-\x7f]))([\s：:]+(?<rest>.{1,2000}))?\s*$", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex Call();
}

internal enum PoemVerb
{
    Write,
    Acrostic,
    Continue,
    Check,
}
