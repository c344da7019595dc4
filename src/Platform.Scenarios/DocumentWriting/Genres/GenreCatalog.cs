using System.Text.Json;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.DocumentWriting.Genres;

/// <summary>Every kind of document that can be written, with the questions for their slots and the sentences of the engine's own voice.</summary>
public sealed class GenreCatalog
{
    private GenreCatalog(IReadOnlyList<Genre> genres, IReadOnlyList<Slot> slots, IReadOnlyDictionary<string, Voice> voices, GeneralParts general) =>
        (Genres, SlotList, Voices, General) = (genres, slots, voices, general);

    public static GenreCatalog Shipped { get; } = Read(Path.Combine(AppContext.BaseDirectory, "DocumentWriting", "Content"));

    public IReadOnlyList<Genre> Genres { get; }

    /// <summary>In the order in which they are asked for.</summary>
    public IReadOnlyList<Slot> SlotList { get; }

    public IReadOnlyDictionary<string, Voice> Voices { get; }

    /// <summary>Fits every voice; for texts that need more than a voice has of its own.</summary>
    public GeneralParts General { get; }

    /// <exception cref="KeyNotFoundException">There is no such genre.</exception>
    public Genre this[string id] => Find(id)
        ?? throw new KeyNotFoundException($"No genre is called '{id}'. Known: {string.Join(", ", Genres.Select(genre => $"{genre.Id} ({genre.Name})"))}.");

    /// <summary>By id or by name.</summary>
    public Genre? Find(string name) => Genres.FirstOrDefault(genre => string.Equals(genre.Id, name, StringComparison.OrdinalIgnoreCase) || genre.Name == name);

    public Slot Slot(string id) => SlotList.First(slot => slot.Id == id);

    /// <exception cref="ContentException">A file is missing or breaks a rule; the message names file and place.</exception>
    public static GenreCatalog Read(string folder)
    {
        var genres = ContentFile.ReadAll<Genre>(Path.Combine(folder, "genres"));
        if (genres.Count == 0)
            throw ContentException.OfShipped(Path.Combine(folder, "genres"), "it holds no genre.");
        var voices = Plain<Dictionary<string, Voice>>(Path.Combine(folder, "voices.json"));
        foreach (var genre in genres.Where(genre => !voices.ContainsKey(genre.Voice)))
            throw ContentException.OfShipped(Path.Combine(folder, "genres", $"{genre.Id}.json"), $"$.voice is '{genre.Voice}', which voices.json does not have.");
        return new GenreCatalog([.. genres.OrderBy(genre => genre.Order)], Plain<List<Slot>>(Path.Combine(folder, "slots.json")), voices, Plain<GeneralParts>(Path.Combine(folder, "general.json")));
    }

    private static T Plain<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), ContentFile.Format) ?? throw new JsonException("It is JSON null.");
        }
        catch (JsonException wrong)
        {
            throw ContentException.OfShipped(path, wrong.Message);
        }
    }
}

/// <summary>Parts of the engine's own sentences; one of each makes a sentence about a heading, and the same one never stands twice in a document.</summary>
/// <param name="Lead">How it begins, with <c>{heading}</c>.</param>
/// <param name="Cores">What is done.</param>
/// <param name="Tails">To what end.</param>
public sealed record Voice(IReadOnlyList<string> Lead, IReadOnlyList<string> Cores, IReadOnlyList<string> Tails);

/// <summary>Parts that fit every <see cref="Voice"/>.</summary>
/// <param name="Cores">What is done.</param>
/// <param name="Tails">To what end.</param>
public sealed record GeneralParts(IReadOnlyList<string> Cores, IReadOnlyList<string> Tails);
