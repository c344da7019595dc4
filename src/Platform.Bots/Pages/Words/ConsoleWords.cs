using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Platform.Bots.Pages.Words;

/// <summary>
/// The console's words. Each folder of pages has a <c>NAME.words.json</c> with <c>"key": ["中文", "English"]</c>;
/// a page says <c>@W["NAME.key"]</c>.
/// </summary>
internal sealed class ConsoleWords : IStringLocalizer
{
    private const string Ending = ".words.json";

    /// <summary>Chinese and English by key.</summary>
    public static FrozenDictionary<string, (string Chinese, string English)> All { get; } = Read().ToFrozenDictionary(StringComparer.Ordinal);

    public LocalizedString this[string name] => Find(name) is { } words
        ? new LocalizedString(name, words)
        : new LocalizedString(name, name, resourceNotFound: true);

    public LocalizedString this[string name, params object[] arguments] => Find(name) is { } words
        ? new LocalizedString(name, string.Format(CultureInfo.CurrentCulture, words, arguments))
        : new LocalizedString(name, name, resourceNotFound: true);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => All.Keys.Select(key => this[key]);

    private static string? Find(string name)
    {
        if (!All.TryGetValue(name, out var words))
            return null;
        return ConsoleLanguage.IsChinese ? words.Chinese : words.English;
    }

    private static IEnumerable<KeyValuePair<string, (string, string)>> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(Ending, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var area = resource[..^Ending.Length];
            area = area[(area.LastIndexOf('.') + 1)..];
            foreach (var (key, words) in JsonSerializer.Deserialize<Dictionary<string, string[]>>(stream)!)
                yield return new($"{area}.{key}", words is [var chinese, var english]
                    ? (chinese, english)
                    : throw new InvalidDataException($"'{key}' in {resource} has {words.Length} entries; it needs two: Chinese, English."));
        }
    }
}
