using Platform.Bots.Pages.Words;
using Platform.Scenarios.DocumentWriting.Checks;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Bots.Pages.DocumentWriting;

/// <summary>What genres and checks say of themselves, in the console's language.</summary>
internal static class GenreWords
{
    public static string Name(Genre genre) => ConsoleLanguage.IsChinese ? genre.Name : $"{genre.English} {genre.Name}";

    public static string Name(OfficialFormat format) => ConsoleLanguage.IsChinese ? OfficialFormatNames.Chinese(format) : $"{OfficialFormatNames.English(format)} {OfficialFormatNames.Chinese(format)}";

    public static string Name(Slot slot) => ConsoleLanguage.IsChinese ? slot.Name : slot.English;

    public static string Ask(Slot slot) => ConsoleLanguage.IsChinese ? slot.Ask : slot.AskEnglish;

    public static string Why(Finding finding) => ConsoleLanguage.IsChinese ? finding.Why : finding.WhyEnglish;
}
