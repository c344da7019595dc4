using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.Tests.Knowledge.Search;

/// <summary>A small base in two languages, and passages beside it.</summary>
internal static class SampleBase
{
    public static IReadOnlyList<SearchEntry> Entries { get; } =
    [
        new("permit", "zh", "怎么办理居住证？", ["居住证办理流程", "外地户口想领居住证去哪儿", "申领居住证要什么材料", "办居住证几天能拿到"], "请带身份证到派出所户籍窗口办理。", "public"),
        new("noise", "zh", "邻居半夜太吵怎么办？", ["楼上深夜噪音扰民", "半夜装修太吵找谁", "邻居放音乐吵得睡不着", "噪音投诉电话"], "可拨打社区电话反映噪音。", "public"),
        new("parking", "zh", "小区停车位怎么申请？", ["申请车位要多少钱", "停车证到哪里办", "车位已经满了怎么排队", "访客车能停多久"], "到物业登记车位。", "public"),
        new("payroll", "zh", "社区工作人员工资几号发？", ["工资什么时候到账", "这个月的工资发了吗", "工资条在哪里看"], "每月十日发放。", "staff"),
        new("permit", "en", "How do I apply for a residence permit?", ["residence permit application steps", "which papers does a residence permit need", "where can I get a residence permit", "how long does the permit take"], "Bring your identity card to the police station.", "public"),
        new("noise", "en", "My neighbour is too loud at night. What can I do?", ["complain about noise", "loud music upstairs at midnight", "who stops night construction noise", "report a noisy neighbour"], "Call the community office about the noise.", "public"),
        new("parking", "en", "How do I get a parking space?", ["price of a parking space", "where do I get a parking card", "parking is full, is there a queue", "how long may visitors park"], "Register with the property office.", "public"),
    ];

    public static IReadOnlyList<SearchPassage> Passages { get; } =
    [
        new("p1", "noise.md", "Quiet hours", "Quiet hours are from 22:00 to 07:00. Construction must stop at 18:00. Dr. Li answers questions.", "en"),
        new("p2", "noise.zh.md", "安静时间", "安静时间为晚上十点到早上七点。装修必须在下午六点前停止！违反者可以投诉。", "zh"),
    ];

    public static KnowledgeIndex Build(IQuestionEncoder? encoder = null) =>
        new KnowledgeIndexBuilder(encoder).Build(Entries, Passages, CancellationToken.None);
}
