using System.Text.RegularExpressions;

namespace Platform.Scenarios.FreeDialogue;

/// <summary>Who talks. What is asked about the bot itself is answered from here and never by a model.</summary>
internal sealed partial class DialoguePersona(FreeDialogueOptions options)
{
    public string Name(bool zh) => zh ? options.Name : options.EnglishName;

    /// <returns>Null when the words ask nothing about the bot.</returns>
    public string? Answer(string said, bool zh) => AsksWho().IsMatch(said) ? zh
            ? $"我是{Name(zh)}，这里的聊天机器人，不是真人。{options.About}"
            : $"I am {Name(zh)}, the chatbot here, not a person. {options.EnglishAbout}".TrimEnd()
        : null;

    /// <summary>Whether words deny who speaks: a person, another product, another name.</summary>
    public bool IsDeniedBy(string words) => Denial().IsMatch(words)
        || OwnName().Matches(words).Any(name => name.Groups["name"].Value is var other && !other.StartsWith(options.Name, StringComparison.Ordinal) && !other.StartsWith(options.EnglishName, StringComparison.OrdinalIgnoreCase));

    private const RegexOptions Form = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^\s*(那|请问|hey,? |so,? )?((你|您)(到底)?(是|叫)(谁|什么(名字)?|啥)|(你|您)的?名字(是什么|叫什么)?|(你|您)(到底)?是(不是)?(一个)?(真人|人类|人|机器人|AI|人工智能|程序)(吗|么|嘛|吧)?|介绍一下(你|您)?自己|who are you|what( i|')s your name|are you (a |an )?(real )?(human|person|bot|robot|ai|machine))\s*[？?。.!！呀啊呢]*\s*$", Form, 200)]
    private static partial Regex AsksWho();

    [GeneratedRegex(@"我(是|就是)(一个)?(真人|人类|活人)|我不是(机器人|AI|人工智能|程序)|我是(ChatGPT|文心一言|通义千问|豆包|小爱同学|Siri)|\bI('m| am) (a )?(real )?(human|person)\b|\bI('m| am) not (a |an )?(bot|robot|ai)\b|\bI('m| am) (ChatGPT|Siri|Claude|Gemini)\b", Form, 200)]
    private static partial Regex Denial();

    [GeneratedRegex(@"(我(的名字)?(叫|是叫)|\bmy name is )(?<name>[\p{L}·]{1,12})", Form, 200)]
    private static partial Regex OwnName();
}
