using System.Text.Json;
using Platform.Model.Corpus;
using Platform.Model.Evaluation.Language;

namespace Platform.Model.Evaluation.Choices;

/// <summary>One data set of questions with fixed answers.</summary>
/// <param name="Folder">Below the data folder.</param>
/// <param name="Item">Puts a record as a question; gets the labels of all records.</param>
/// <param name="Label">The record's label, where all records share a list of them.</param>
internal sealed record ChoiceTask(string Name, string Folder, Func<JsonElement, IReadOnlyList<string>, ChoiceItem?> Item, Func<JsonElement, string>? Label = null)
{
    private static readonly string[] Endings = [".jsonl", ".jsonl.gz"];

    /// <summary>Its training file is cut into few-shot folds.</summary>
    public bool HasFolds => Folder.StartsWith("fewclue/", StringComparison.Ordinal);

    /// <param name="split"><c>train</c> or <c>dev</c>.</param>
    public IReadOnlyList<ChoiceItem> Read(string data, string split, int most)
    {
        var labels = Label is null ? [] : Records(data, "train").Concat(Records(data, "dev")).Select(Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return HeldOutTexts.Some([.. Records(data, split).Select(record => Item(record, labels)).OfType<ChoiceItem>()], most);
    }

    public bool IsIn(string data) => Find(data, "dev") is not null;

    private IEnumerable<JsonElement> Records(string data, string split)
    {
        var path = Find(data, split) ?? throw new EvaluationException($"There is no {split}.jsonl in {Path.Combine(data, Folder)}. Say with --data in which folder {Folder} lies.");
        foreach (var line in CorpusFile.Lines(path).Where(line => line.Length > 0))
        {
            using var parsed = JsonDocument.Parse(line);
            yield return parsed.RootElement.Clone();
        }
    }

    private string? Find(string data, string split) => Endings.Select(ending => Path.Combine(data, Folder, split + ending)).FirstOrDefault(File.Exists);
}
