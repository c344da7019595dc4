using Microsoft.Extensions.Options;

namespace Platform.Scenarios.Safety;

/// <summary>What somebody is told who may be in danger: fixed words and help lines by configuration. No model words it.</summary>
public sealed class CrisisReply(IOptions<SafetyOptions> options)
{
    private static readonly HelpLine[] Standard =
    [
        new() { Lang = "zh", Name = "全国统一心理援助热线", Number = "12356" },
        new() { Lang = "zh", Name = "急救", Number = "120" },
        new() { Lang = "zh", Name = "报警", Number = "110" },
        new() { Lang = "en", Name = "Your local emergency number", Number = "112 / 911 / 999" },
    ];

    /// <summary>Configured lines of a language; the standard ones where none are configured.</summary>
    public IReadOnlyList<HelpLine> Lines(string lang)
    {
        var own = options.Value.HelpLines.Where(line => line.Lang == lang).ToList();
        return own.Count > 0 ? own : [.. Standard.Where(line => line.Lang == lang)];
    }

    public string Text(string lang)
    {
        var lines = string.Join('\n', Lines(lang).Select(line => $"- {line.Name}：**{line.Number}**"));
        return lang == "zh"
            ? $"谢谢您把这些写出来。您现在的安全最要紧。如果您正有伤害自己的想法，请马上打电话，或者去找身边一个可以信任的人：\n\n{lines}\n\n您不必一个人扛着。您写的话已经留给这里的负责老师，会有人来看。"
            : $"Thank you for writing this. Your safety comes first. If you are thinking of hurting yourself, please call now, or go to somebody you trust:\n\n{lines.Replace("：", ": ", StringComparison.Ordinal)}\n\nYou do not have to carry this alone. What you wrote is kept for the person in charge here, who will read it.";
    }
}
