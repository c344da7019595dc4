using Platform.Data.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.CustomerService;

/// <summary>The language a person is answered in: the one they write, and where that says too little, the one their channel names.</summary>
internal static class SpokenLanguage
{
    public const string Chinese = "zh";
    public const string English = "en";

    public static string Of(Dialogue dialogue) =>
        Written(dialogue.Heard.Text)
        ?? dialogue.Recent.Where(line => line.Speaker == Speaker.User).Select(line => Written(line.Text)).LastOrDefault(language => language is not null)
        ?? (dialogue.IsChinese ? Chinese : English);

    /// <summary>The language a text is written in; null where it could be either: a number, a single foreign word, nothing.</summary>
    private static string? Written(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var signs = 0;
        var words = 0;
        var inWord = false;
        foreach (var character in text)
        {
            if (character is >= '\u3400' and <= '\u9fff')
                signs++;
            var isLetter = char.IsAsciiLetter(character) || (inWord && character == '\'');
            if (isLetter && !inWord)
                words++;
            inWord = isLetter;
        }

        return (signs, words) switch
        {
            (0, < 2) => null,
            _ => signs >= 2 * words ? Chinese : English, // a Chinese word has two signs or so: "WiFi 密码" is Chinese
        };
    }
}
