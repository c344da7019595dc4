using System.Text;
using Platform.Model.Tokenization;
using Platform.Model.Tokenization.Training;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Tokenization.Training;

public sealed class BytePairTrainerTests : IDisposable
{
    private static readonly string[] Texts =
    [
        "床前明月光，疑是地上霜。举头望明月，低头思故乡。",
        "明月几时有？把酒问青天。不知天上宫阙，今夕是何年。",
        "the cat sat on the mat; the other cat that sat there isn't the cat 2024 times\n\n  aaaaaaaa abababab",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(300)]
    [InlineData(420)]
    public void It_learns_the_merges_that_counting_anew_each_time_learns(int tokens)
    {
        var learnt = Learn(Texts, tokens);

        learnt.Merges.Select(pair => learnt.Tokens[pair.Left] + "+" + learnt.Tokens[pair.Right]).ShouldBe(Naive(Count(Texts), tokens));
    }

    [Fact]
    public void The_written_folder_is_read_back_and_gives_every_text_back()
    {
        TokenizerFolder.Write(_folder, Learn(Texts, 400));
        var tokenizer = TextTokenizer.Read(_folder);
        string[] unseen = ["，，。 Ａ１ café 😀\r\n\t\u2028终", "<|im_start|>不是标记", "the mat", ""];

        foreach (var text in Texts.Concat(unseen))
            tokenizer.Decode(tokenizer.Encode(text)).ShouldBe(text.Normalize(NormalizationForm.FormC));
        tokenizer.Encode("明月").Count.ShouldBe(1);
        tokenizer.IdOf(TokenizerFolder.EndOfText).ShouldBe(tokenizer.VocabularySize - 3);
        tokenizer.EndTokens.ShouldBe([tokenizer.VocabularySize - 1, tokenizer.VocabularySize - 3], ignoreOrder: true);
    }

    [Fact]
    public void The_template_writes_marks_that_are_single_tokens()
    {
        TokenizerFolder.Write(_folder, Learn(Texts, 300));
        var tokenizer = TextTokenizer.Read(_folder);

        var text = ChatTemplate.Read(_folder)!.Render([new TemplateMessage("user", "明月")], addGenerationPrompt: true);

        text.ShouldBe("<|im_start|>user\n明月<|im_end|>\n<|im_start|>assistant\n");
        tokenizer.Encode(text, parseSpecial: true).Count(tokenizer.IsSpecial).ShouldBe(3);
    }

    [Fact]
    public void The_order_of_texts_changes_nothing() =>
        Learn(Texts.Reverse(), 350).Merges.ShouldBe(Learn(Texts, 350).Merges);

    [Fact]
    public void It_stops_when_no_pair_occurs_twice() =>
        Learn(["ab cd"], 1000).Merges.ShouldBeEmpty();

    private static LearntPairs Learn(IEnumerable<string> texts, int tokens) =>
        new BytePairTrainer(Count(texts)).Learn(tokens, cancellationToken: TestContext.Current.CancellationToken);

    private static WordCounts Count(IEnumerable<string> texts)
    {
        var words = new WordCounts();
        foreach (var text in texts)
            words.Add(text);
        return words;
    }

    /// <summary>The definition: count all pairs, join the most frequent one everywhere, begin again.</summary>
    private static List<string> Naive(WordCounts counted, int tokens)
    {
        var known = new LearntPairs(); // for the names of bytes only
        var words = counted.Counts.Select(word => (Symbols: Encoding.UTF8.GetBytes(word.Key).Select(value => (int)value).ToList(), word.Value)).ToList();
        var names = known.Tokens.ToList();
        var merges = new List<string>();
        while (names.Count < tokens)
        {
            var pairs = new Dictionary<(int, int), int>();
            foreach (var (symbols, count) in words)
                for (var at = 0; at + 1 < symbols.Count; at++)
                    pairs[(symbols[at], symbols[at + 1])] = pairs.GetValueOrDefault((symbols[at], symbols[at + 1])) + count;
            if (pairs.Count == 0)
                break;
            var ((left, right), times) = pairs.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Item1).ThenBy(pair => pair.Key.Item2).First();
            if (times < 2)
                break;
            merges.Add(names[left] + "+" + names[right]);
            var id = names.IndexOf(names[left] + names[right]);
            if (id < 0)
            {
                id = names.Count;
                names.Add(names[left] + names[right]);
            }

            foreach (var (symbols, _) in words)
            {
                for (var at = 0; at + 1 < symbols.Count; at++)
                {
                    if (symbols[at] == left && symbols[at + 1] == right)
                    {
                        symbols[at] = id;
                        symbols.RemoveAt(at + 1);
                    }
                }
            }
        }

        return merges;
    }
}
