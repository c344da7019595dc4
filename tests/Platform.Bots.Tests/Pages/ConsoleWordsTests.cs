using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Platform.Bots.Pages.Words;
using Platform.Scenarios.DocumentWriting.Genres;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Pages;

public sealed partial class ConsoleWordsTests
{
    [Fact]
    public void Every_word_stands_in_both_languages_with_the_same_places_for_figures()
    {
        ConsoleWords.All.Count.ShouldBeGreaterThan(100);
        foreach (var (key, (chinese, english)) in ConsoleWords.All)
        {
            chinese.ShouldNotBeNullOrWhiteSpace(key);
            english.ShouldNotBeNullOrWhiteSpace(key);
            PlacesIn(chinese).ShouldBe(PlacesIn(english), key);
        }
    }

    [Fact]
    public void English_has_no_Chinese_left_in_it()
    {
        foreach (var (key, (_, english)) in ConsoleWords.All.Where(words => words.Key != "shell.other-language"))
            english.Any(sign => sign is >= '\u4e00' and <= '\u9fff').ShouldBeFalse(key);
    }

    [Fact]
    public void Every_key_that_a_page_names_exists()
    {
        var used = Directory.EnumerateFiles(PagesFolder(), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => Keys().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Key: match.Groups["key"].Value))).ToList();

        used.Count.ShouldBeGreaterThan(100);
        used.Where(use => use.Key.EndsWith('-') || use.Key.EndsWith('.')
                ? !ConsoleWords.All.Keys.Any(key => key.StartsWith(use.Key, StringComparison.Ordinal))
                : !ConsoleWords.All.ContainsKey(use.Key))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_kind_of_document_says_what_it_is_for() =>
        GenreCatalog.Shipped.Genres.Where(genre => !ConsoleWords.All.ContainsKey($"writing.about-{genre.Id}")).ShouldBeEmpty();

    private static IEnumerable<string> PlacesIn(string words) => Places().Matches(words).Select(match => match.Value).ToHashSet(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static string PagesFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Platform.Bots/Pages"));

    [GeneratedRegex(@"\{\d+\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Places();

    [GeneratedRegex("""(\bW|\bwords)\[\$?"(?<key>[a-z-]+\.[A-Za-z.-]+)["{]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Keys();
}
