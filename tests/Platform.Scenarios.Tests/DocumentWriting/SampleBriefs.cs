using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Genres;
using Xunit;

namespace Platform.Scenarios.Tests.DocumentWriting;

internal static class SampleBriefs
{
    public static Brief Of(string genre, long seed = 1, int length = 800) => new()
    {
        Genre = genre,
        Values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["issuer"] = "云溪市教育局",
            ["author"] = "方文博",
            ["occasion"] = "全市校园安全工作会议",
            ["addressee"] = genre == "speech" ? "同志们" : "各区教育局，各直属学校",
            ["matter"] = "开展秋季校园消防安全检查",
            ["purpose"] = "消除校园火灾隐患",
            ["grounds"] = "《云溪市校园安全管理办法》（云政〔2025〕12号）",
            ["meetingTime"] = "2026年8月28日",
            ["meetingPlace"] = "市教育局三楼会议室",
            ["chair"] = "方文博",
            ["attendees"] = "各科室负责人",
            ["date"] = "2026年9月1日",
            ["documentNumber"] = "云教〔2026〕35号",
            ["contact"] = "方文博，电话0000-1234567",
        },
        Items =
        [
            new BriefItem("检查范围", ["全市126所中小学和48所幼儿园全部纳入检查", "重点检查学生宿舍、食堂、实验室和图书馆"]),
            new BriefItem("检查安排", ["自查阶段：2026年9月1日至9月10日，由各学校对照清单自行检查", "抽查阶段：9月11日至9月25日，由市教育局组织3个检查组进行抽查"]),
            new BriefItem("结果报送", ["各区教育局于9月30日前报送书面总结"]),
        ],
        Attachments = genre is "notice" or "request" ? ["校园消防安全检查清单", "检查情况汇总表"] : [],
        Length = length,
        RedHead = genre is "notice" or "decision",
        Seed = seed,
    };

    public static WrittenDocument Composed(string genre, long seed = 1, int length = 800) => Compose(Of(genre, seed, length));

    /// <summary>With a red head, and where it is of a meeting with who was there.</summary>
    public static Brief Headed(string genre)
    {
        var brief = Of(genre, 2) with { RedHead = true };
        return genre != "minutes" ? brief : brief
            .With("present", "市教育局方文博、林远、周明、陈亮、吴江、郑洁、孙浩，市消防救援支队李梅、王芳、赵强")
            .With("excused", "市财政局冯雪")
            .With("observers", "青禾区教育局何平、许静");
    }

    public static WrittenDocument Compose(Brief brief) => Composer.Compose(brief, OutlinePlanner.Plan(brief, GenreCatalog.Shipped), GenreCatalog.Shipped);

    public static TheoryData<string> Genres => [.. GenreCatalog.Shipped.Genres.Select(genre => genre.Id)];
}
