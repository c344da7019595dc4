using System.Text.Json;

namespace Platform.Model.Evaluation.Choices;

/// <summary>FewCLUE's nine tasks (Xu et al. 2021, arXiv:2107.07498), AFQMC and PAWS-X, put as questions for a language model.</summary>
internal static class ChoiceTasks
{
    private static readonly Dictionary<string, string> News = new(StringComparer.Ordinal)
    {
        ["news_agriculture"] = "农业",
        ["news_car"] = "汽车",
        ["news_culture"] = "文化",
        ["news_edu"] = "教育",
        ["news_entertainment"] = "娱乐",
        ["news_finance"] = "财经",
        ["news_game"] = "游戏",
        ["news_house"] = "房产",
        ["news_military"] = "军事",
        ["news_sports"] = "体育",
        ["news_stock"] = "股票",
        ["news_story"] = "故事",
        ["news_tech"] = "科技",
        ["news_travel"] = "旅游",
        ["news_world"] = "国际",
    };

    public static IReadOnlyList<ChoiceTask> All { get; } =
    [
        new("eprstmt", "fewclue/eprstmt", (record, _) => new(
            $"{Text(record, "sentence")}\n总的来说，我觉得很", ["不好", "满意"], Text(record, "label") == "Positive" ? 1 : 0, "总的来说，我觉得很", Folds(record))),
        new("csldcp", "fewclue/csldcp", (record, labels) => OneOf(record, $"{Text(record, "content")}\n这篇摘要所属的学科是", "这篇摘要所属的学科是", labels, Text(record, "label")), record => Text(record, "label")),
        new("tnews", "fewclue/tnews", (record, labels) => OneOf(
            record, $"{Text(record, "sentence")}\n这条新闻的类别是", "这条新闻的类别是", labels, Text(record, "label_desc"), label => News.GetValueOrDefault(label, label)), record => Text(record, "label_desc")),
        new("iflytek", "fewclue/iflytek", (record, labels) => OneOf(record, $"{Text(record, "sentence")}\n这个应用的类别是", "这个应用的类别是", labels, Text(record, "label_des")), record => Text(record, "label_des")),
        new("ocnli", "fewclue/ocnli", Inference),
        new("bustm", "fewclue/bustm", SameMeaning),
        new("chid", "fewclue/chid", Idiom),
        new("csl", "fewclue/csl", (record, _) => new(
            $"{Text(record, "abst")}\n关键词：{string.Join('、', record.GetProperty("keyword").EnumerateArray().Select(word => word.GetString()))}\n这些关键词都符合上面的摘要吗？回答：", ["不符合", "符合"],
            Text(record, "label") == "1" ? 1 : 0, "这些关键词都符合上面的摘要吗？回答：", Folds(record))),
        new("cluewsc", "fewclue/cluewsc", Pronoun),
        new("afqmc", "afqmc", SameMeaning),
        new("pawsx", "pawsx_zh", SameMeaning),
    ];

    private static ChoiceItem OneOf(JsonElement record, string prompt, string neutral, IReadOnlyList<string> labels, string right, Func<string, string>? said = null) =>
        new(prompt, [.. labels.Select(label => said?.Invoke(label) ?? label)], labels.ToList().IndexOf(right), neutral, Folds(record));

    private static ChoiceItem SameMeaning(JsonElement record, IReadOnlyList<string> labels) => new(
        $"第一句：{Text(record, "sentence1")}\n第二句：{Text(record, "sentence2")}\n这两句话的意思", ["不同", "相同"], Text(record, "label") == "1" ? 1 : 0, "这两句话的意思", Folds(record));

    /// <summary>The second sentence follows after a yes, a no or a perhaps.</summary>
    private static ChoiceItem? Inference(JsonElement record, IReadOnlyList<string> labels)
    {
        var right = Array.IndexOf(["entailment", "neutral", "contradiction"], Text(record, "label"));
        return right < 0 ? null : new(
            $"前提：{Text(record, "sentence1")}\n假设：{Text(record, "sentence2")}\n由前提看，假设是", ["正确的", "不确定的", "错误的"], right, "由前提看，假设是", Folds(record));
    }

    /// <summary>Each idiom in its place, with what follows.</summary>
    private static ChoiceItem? Idiom(JsonElement record, IReadOnlyList<string> labels)
    {
        const int Following = 40;
        var parts = Text(record, "content").Split("#idiom#", 2);
        if (parts.Length < 2)
            return null;
        var after = parts[1].Length > Following ? parts[1][..Following] : parts[1];
        return new(
            $"\n{parts[0]}", [.. record.GetProperty("candidates").EnumerateArray().Select(idiom => idiom.GetString() + after)], record.GetProperty("answer").GetInt32(), null, Folds(record));
    }

    private static ChoiceItem Pronoun(JsonElement record, IReadOnlyList<string> labels)
    {
        var target = record.GetProperty("target");
        return new(
            $"{Text(record, "text")}\n上面的“{Text(target, "span2_text")}”指的是“{Text(target, "span1_text")}”吗？回答：", ["不是", "是的"], Text(record, "label") == "true" ? 1 : 0,
            $"上面的“{Text(target, "span2_text")}”指的是“{Text(target, "span1_text")}”吗？回答：", Folds(record));
    }

    private static string Text(JsonElement record, string field) => record.GetProperty(field) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : record.GetProperty(field).GetRawText();

    private static int[] Folds(JsonElement record) => record.TryGetProperty("folds", out var folds) ? [.. folds.EnumerateArray().Select(fold => fold.GetInt32())] : [0];
}
