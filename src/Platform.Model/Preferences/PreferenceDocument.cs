using System.Text.Json;
using Platform.Model.Corpus;
using Platform.Model.Recipes;

namespace Platform.Model.Preferences;

/// <summary>What people preferred, a line of JSON each: <c>{messages, chosen, rejected}</c> for a pair, <c>{messages, answer, good}</c> for one marked answer.</summary>
/// <param name="Messages">The conversation up to the answer.</param>
/// <param name="Answers">The better and the worse one, or one alone.</param>
/// <param name="Good">Of a single answer.</param>
internal sealed record PreferenceDocument(IReadOnlyList<CorpusMessage> Messages, IReadOnlyList<string> Answers, bool Good)
{
    /// <exception cref="RecipeException">The file is missing, or a line is no such document; the message names it.</exception>
    public static IEnumerable<PreferenceDocument> Read(string path)
    {
        if (!File.Exists(path))
            throw new RecipeException($"There is no file at {path}.");
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return Parse(line) ?? throw new RecipeException($"{path}, line {number}, is no preference: {{\"messages\": [{{\"role\", \"content\"}}], \"chosen\": \"…\", \"rejected\": \"…\"}} or {{\"messages\", \"answer\": \"…\", \"good\": true}} is needed.");
        }
    }

    private static PreferenceDocument? Parse(string line)
    {
        try
        {
            var row = JsonSerializer.Deserialize<Row>(line, JsonSerializerOptions.Web);
            return row switch
            {
                { Messages.Count: > 0, Chosen: { } chosen, Rejected: { } rejected } => new PreferenceDocument(row.Messages, [chosen, rejected], true),
                { Messages.Count: > 0, Answer: { } answer, Good: { } good } => new PreferenceDocument(row.Messages, [answer], good),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Row(List<CorpusMessage>? Messages, string? Chosen, string? Rejected, string? Answer, bool? Good);
}
