using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Platform.Model.Corpus;
using Platform.Model.Recipes;

namespace Platform.Model.Distillation.Answers;

/// <summary>What a teacher is asked: a dialogue that ends with the person.</summary>
internal sealed record TeacherPrompt(string Id, IReadOnlyList<CorpusMessage> Messages)
{
    /// <summary>In the order of a hash of their ids. Dialogues whose people did not agree to their use are left out: they are not sent anywhere.</summary>
    /// <exception cref="RecipeException">A file is missing or a line is no prompt.</exception>
    public static IReadOnlyList<TeacherPrompt> Read(AnswerRecipe recipe)
    {
        var prompts = new Dictionary<string, TeacherPrompt>(StringComparer.Ordinal);
        foreach (var path in recipe.Prompts)
        {
            if (!File.Exists(path))
                throw new RecipeException($"There are no prompts at {path}.");
            var number = 0;
            foreach (var line in CorpusFile.Lines(path))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line) && Of(line, recipe, path, number) is { } prompt && !prompts.TryAdd(prompt.Id, prompt))
                    throw new RecipeException($"Line {number} of {path} has the id '{prompt.Id}' of an earlier prompt. Give each its own.");
            }
        }

        var ordered = prompts.Values.OrderBy(prompt => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(prompt.Id))).ThenBy(prompt => prompt.Id, StringComparer.Ordinal);
        return [.. recipe.Most > 0 ? ordered.Take(recipe.Most) : ordered];
    }

    private static TeacherPrompt? Of(string line, AnswerRecipe recipe, string path, int number)
    {
        Row row;
        try
        {
            row = JsonSerializer.Deserialize<Row>(line, JsonSerializerOptions.Web) ?? new Row();
        }
        catch (JsonException broken)
        {
            throw new RecipeException($"Line {number} of {path} is no prompt, such as {{\"prompt\": \"…\"}} or {{\"messages\": [{{\"role\": \"user\", \"content\": \"…\"}}]}}: {broken.Message}", broken);
        }

        if (row.Consent == false || (recipe.Sources.Count > 0 && !recipe.Sources.Contains(row.Source ?? "", StringComparer.Ordinal)))
            return null;
        List<CorpusMessage> messages = row.Prompt is { } asked ? [new("user", asked)] : [.. row.Messages ?? []];
        if (messages.Count > 0 && messages[^1].Role == "assistant")
            messages.RemoveAt(messages.Count - 1);
        if (messages.Count == 0 || messages[^1].Role != "user" || string.IsNullOrWhiteSpace(messages[^1].Content))
            return null;
        return new TeacherPrompt(row.Id ?? $"{Path.GetFileName(path)}-{number}", messages);
    }

    private sealed record Row
    {
        public string? Id { get; init; }

        public string? Source { get; init; }

        public string? Prompt { get; init; }

        public List<CorpusMessage>? Messages { get; init; }

        public bool? Consent { get; init; }
    }
}
