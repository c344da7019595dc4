using System.Text.Json;
using Platform.Model.Corpus;
using Platform.Model.Recipes;
using Platform.Model.Tokenization;

namespace Platform.Model.Encoders;

/// <summary>Token lists that belong together, drawn at random by seed.</summary>
internal sealed class EncoderPairs
{
    private const int MostTokens = 96;
    private readonly List<(int[] One, int[] Other)> _pairs = [];
    private readonly List<int[]> _texts = []; // parts are drawn anew each time
    private readonly List<List<int[]>> _labels = [];

    /// <exception cref="RecipeException">The file holds no pairs.</exception>
    public EncoderPairs(PairSource source, TextTokenizer tokenizer)
    {
        Weight = source.Weight;
        int[] Tokens(string text) => [.. tokenizer.Encode(text.ToLowerInvariant()).Take(MostTokens)];
        switch (source.Kind)
        {
            case PairKind.Turns:
                foreach (var messages in Documents(source).Where(document => document.Messages is not null).Select(document => document.Messages!))
                    for (var at = 0; at + 1 < messages.Count; at++)
                        Add(Tokens(messages[at].Content), Tokens(messages[at + 1].Content));
                break;
            case PairKind.Parts:
                _texts.AddRange(Documents(source).Select(document => Tokens(document.AllText)).Where(tokens => tokens.Length >= 12));
                break;
            case PairKind.Labels:
                _labels.AddRange(Lines(source).GroupBy(line => line.GetProperty("label").ToString(), StringComparer.Ordinal).Select(label => label.Select(line => Tokens(line.GetProperty("text").GetString() ?? "")).ToList()).Where(label => label.Count > 1));
                break;
            default:
                foreach (var line in Lines(source).Where(line => line.GetProperty("label").ToString() == "1"))
                    Add(Tokens(line.GetProperty("sentence1").GetString() ?? ""), Tokens(line.GetProperty("sentence2").GetString() ?? ""));
                break;
        }

        if (_pairs.Count + _texts.Count + _labels.Count == 0)
            throw new RecipeException($"{source.File} holds no pairs of kind {source.Kind}.");

        void Add(int[] one, int[] other)
        {
            if (one.Length > 2 && other.Length > 2)
                _pairs.Add((one, other));
        }
    }

    public double Weight { get; }

    /// <returns>Two texts, and a group whose members are no wrong answers to each other.</returns>
    public (int[] One, int[] Other, int Group) Draw(Random random, int number)
    {
        if (_pairs.Count > 0)
        {
            var (one, other) = _pairs[random.Next(_pairs.Count)];
            return (one, other, -1 - number);
        }

        if (_texts.Count > 0)
        {
            var text = _texts[random.Next(_texts.Count)];
            var cut = text.Length / 3 + random.Next(Math.Max(1, text.Length / 3));
            return (text[..cut], text[cut..], -1 - number);
        }

        var label = random.Next(_labels.Count);
        var texts = _labels[label];
        var (first, second) = (random.Next(texts.Count), random.Next(texts.Count - 1));
        return (texts[first], texts[second >= first ? second + 1 : second], label);
    }

    private static IEnumerable<CorpusDocument> Documents(PairSource source) => CorpusFile.Read(source.File).Where(document => source.Sources.Count == 0 || source.Sources.Contains(document.Source, StringComparer.Ordinal));

    private static IEnumerable<JsonElement> Lines(PairSource source)
    {
        foreach (var line in CorpusFile.Lines(source.File).Where(line => line.Length > 0))
        {
            JsonElement item;
            try
            {
                item = JsonElement.Parse(line);
            }
            catch (JsonException broken)
            {
                throw new RecipeException($"{source.File} has a line that is no JSON: {broken.Message}", broken);
            }

            if (item.TryGetProperty("label", out _))
                yield return item;
        }
    }
}
