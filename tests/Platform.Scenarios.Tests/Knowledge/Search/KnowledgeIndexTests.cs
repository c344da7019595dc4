using Platform.Scenarios.Knowledge.Search;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge.Search;

public sealed class KnowledgeIndexTests : IDisposable
{
    private readonly KnowledgeIndex _index = SampleBase.Build();

    public static TheoryData<string> Hostile =>
    [
        "", "   ", "？！。", "\uD800", "居住\uDC00证\uD83D", "\0\u0001", "title:居住证 AND (noise OR [a TO b]) \\ \" + - && || ! { } ^ ~ * ?",
        "*", "\"", "((((((", "居住证^9999", "\u202E\u200B\uFEFF", "🏠🏠🏠", new string('a', 100_000), string.Concat(Enumerable.Repeat("居住证", 33_334)),
        string.Join(' ', Enumerable.Range(0, 20_000)), "ﷺ", "e\u0301\u0301\u0301\u0301",
    ];

    [Fact]
    public void Every_stored_question_is_found_with_score_one_whatever_its_punctuation_width_and_case()
    {
        foreach (var entry in SampleBase.Entries)
            foreach (var question in entry.Similar.Prepend(entry.Question))
            {
                var typed = $"  {question.Replace("？", "", StringComparison.Ordinal).ToUpperInvariant()} ！";

                var best = _index.Search(typed, SearchScope.All, 3).Candidates[0];

                (best.Key, best.Language, best.Score, best.Exact).ShouldBe((entry.Key, entry.Language, 1.0, true));
                best.MatchedQuestion.ShouldBe(question);
            }
    }

    [Theory]
    [InlineData("请问居住证在哪里办", "permit", "zh")]
    [InlineData("楼上半夜放音乐太吵了", "noise", "zh")]
    [InlineData("where to apply for the residence permit please", "permit", "en")]
    [InlineData("is there a queue for parking spaces", "parking", "en")]
    public void A_new_wording_finds_its_entry(string query, string key, string language)
    {
        var best = _index.Search(query, SearchScope.All, 3).Candidates[0];

        (best.Key, best.Language).ShouldBe((key, language));
        best.Score.ShouldBeLessThan(1);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_text_gives_scores_in_range_and_no_exception(string query)
    {
        var result = _index.Search(query, SearchScope.All, 10);

        foreach (var candidate in result.Candidates)
        {
            candidate.Score.ShouldBeInRange(0, 1);
            candidate.Stages.Lexical.ShouldBeInRange(0, 1);
            candidate.Stages.Classifier.ShouldBeInRange(0, 1);
            candidate.Stages.Similarity.ShouldBeInRange(0, 1);
            candidate.Stages.Dense.ShouldBeNull();
        }

        result.Candidates.Select(candidate => candidate.Score).ShouldBeInOrder(SortDirection.Descending);
        foreach (var passage in result.Passages) passage.Score.ShouldBeInRange(0, 1);
    }

    [Fact]
    public void Hostile_text_in_the_base_does_no_harm()
    {
        var entries = Hostile.Select((text, i) => new SearchEntry($"k{i}", "zh", text.Data, [text.Data, "正常的问题" + i], text.Data, "public")).ToList();

        using var index = new KnowledgeIndexBuilder().Build(entries, [new SearchPassage("p", "d", "\uD800", "\uDC00", "zh")], TestContext.Current.CancellationToken);

        index.Search("正常的问题3", SearchScope.All, 3).Candidates[0].Key.ShouldBe("k3");
    }

    [Fact]
    public void An_empty_base_finds_nothing()
    {
        using var index = new KnowledgeIndexBuilder().Build([], [], TestContext.Current.CancellationToken);

        var result = index.Search("居住证", SearchScope.All, 3);

        result.Candidates.ShouldBeEmpty();
        result.Passages.ShouldBeEmpty();
    }

    [Fact]
    public void One_entry_with_one_question_is_enough()
    {
        using var index = new KnowledgeIndexBuilder().Build(
            [new SearchEntry("only", "en", "Where is the library?", [], "", "public")], [], TestContext.Current.CancellationToken);

        index.Search("where is the library", SearchScope.All, 3).Candidates.ShouldHaveSingleItem().Score.ShouldBe(1);
        index.Search("quarterly tax return", SearchScope.All, 3).Candidates.ShouldHaveSingleItem().Score.ShouldBeLessThan(0.5);
    }

    [Fact]
    public void Scope_limits_language_and_audience()
    {
        var zh = _index.Search("工资什么时候发", new SearchScope("zh", ["public"]), 10);
        var staff = _index.Search("工资什么时候发", new SearchScope(null, ["public", "staff"]), 10);
        var nobody = _index.Search("工资什么时候发", new SearchScope("fr"), 10);

        zh.Candidates.ShouldAllBe(candidate => candidate.Language == "zh" && candidate.Key != "payroll");
        zh.Passages.ShouldAllBe(passage => passage.Passage.Language == "zh");
        staff.Candidates[0].Key.ShouldBe("payroll");
        nobody.Candidates.ShouldBeEmpty();
    }

    [Fact]
    public void Two_builds_of_one_base_score_alike()
    {
        using var other = SampleBase.Build();

        foreach (var query in Queries) Shown(other, query).ShouldBe(Shown(_index, query));
        other.Fingerprint.ShouldBe(_index.Fingerprint);
    }

    [Fact]
    public async Task Many_threads_get_what_one_gets()
    {
        var expected = Queries.Select(query => Shown(_index, query)).ToArray();

        var found = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => Shown(_index, Queries[i % Queries.Length]))));

        for (var i = 0; i < found.Length; i++) found[i].ShouldBe(expected[i % Queries.Length]);
    }

    [Fact]
    public void Passages_come_with_their_best_sentence_and_every_stage_with_its_time()
    {
        var result = _index.Search("when must construction stop", SearchScope.All, 3);

        result.Passages[0].Passage.Key.ShouldBe("p1");
        result.Passages[0].BestSentence.ShouldBe("Construction must stop at 18:00.");
        result.Times.Select(time => time.Stage).ShouldBe(["lexical", "classifier", "similarity", "calibration", "passages"]);
    }

    [Fact]
    public void An_encoder_joins_as_a_stage()
    {
        using var index = SampleBase.Build(new TopicEncoder());

        var best = index.Search("RUHESTÖRUNG", SearchScope.All, 3).Candidates[0];

        best.Key.ShouldBe("noise");
        best.Stages.Dense.ShouldNotBeNull().ShouldBe(1, 0.001);
        index.Fingerprint.ShouldNotBe(_index.Fingerprint, StringComparer.Ordinal);
    }

    public void Dispose() => _index.Dispose();

    private static readonly string[] Queries = ["请问居住证在哪里办", "loud neighbour at night", "停车", "什么都不是", "price of parking"];

    private static string Shown(KnowledgeIndex index, string query)
    {
        var result = index.Search(query, SearchScope.All, 5);
        return string.Join('\n', result.Candidates.Select(candidate => candidate.ToString()).Concat(result.Passages.Select(passage => passage.ToString())));
    }

    /// <summary>Knows three topics by a word of each, one of them in a language the base does not speak.</summary>
    private sealed class TopicEncoder : IQuestionEncoder
    {
        private static readonly string[][] Topics =
            [["居住证", "permit", "户口"], ["吵", "噪音", "noise", "loud", "noisy", "ruhestörung"], ["车", "parking", "park"], ["工资"]];

        public string Name => "topics-1";

        public float[][] Encode(IReadOnlyList<string> texts) =>
            [.. texts.Select(text => Topics.Select(words => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) ? 1f : 0f).ToArray())];
    }
}
