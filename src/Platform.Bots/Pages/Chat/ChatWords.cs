namespace Platform.Bots.Pages.Chat;

/// <summary>Every word of the chat page in one language.</summary>
public sealed record ChatWords
{
    /// <summary>BCP 47; also the locale that Web Chat and the bot are told.</summary>
    public required string Language { get; init; }
    public required string Name { get; init; }
    public required string Invitation { get; init; }
    public required string ExamplesTitle { get; init; }
    public required string AbilitiesTitle { get; init; }
    public required string Note { get; init; }
    public required string OtherLanguage { get; init; }
    public required string OtherLanguageCode { get; init; }
    public required string Dark { get; init; }
    public required string Console { get; init; }
    public required string NewConversation { get; init; }
    public required string Person { get; init; }
    public required string PersonMessage { get; init; }
    public required string Consent { get; init; }
    public required string ConsentWhy { get; init; }
    public required string Loading { get; init; }
    public required string Retry { get; init; }
    public required string Chat { get; init; }
    public required string Tools { get; init; }
    public required string Close { get; init; }
    public required string Source { get; init; }
    public required string OpenSource { get; init; }
    public required string WordLabel { get; init; }
    public required string WordHint { get; init; }
    public required string Send { get; init; }
    public required string NoScript { get; init; }
    public required SourceWords Sources { get; init; }

    /// <summary>What only the scripts say.</summary>
    public required ScriptWords Script { get; init; }

    public sealed record ScriptWords(
        string Online, string Connecting, string Reconnecting, string Unreachable, string Ended, string NotLoaded,
        string Generated, string ThanksLiked, string ThanksDisliked, string WordSent, string WordFailed,
        string SourceLoading, string SourceFailed, string ConfirmNew);

    public sealed record SourceWords(string Updated, string Former, string Missing, string MissingWhy);

    public static ChatWords For(bool chinese, ChatPageOptions options) =>
        chinese ? Named(ChineseWords, options.Chinese) : Named(EnglishWords, options.English);

    private static ChatWords Named(ChatWords words, ChatPageOptions.Host host) => words with
    {
        Name = host.Name ?? words.Name,
        Invitation = host.Invitation ?? words.Invitation,
    };

    private static readonly ChatWords ChineseWords = new()
    {
        Language = "zh-Hans",
        Name = "云溪市民服务台",
        Invitation = "户籍、社保、住房、水电、出行，办事上的问题直接问我。",
        ExamplesTitle = "您可以这样问",
        AbilitiesTitle = "这里还可以",
        Note = "自动问答，答案来自知识库并注明出处；没有把握时不作答，可转人工。",
        OtherLanguage = "English",
        OtherLanguageCode = ChatLanguage.English,
        Dark = "深色",
        Console = "管理台",
        NewConversation = "新对话",
        Person = "转人工",
        PersonMessage = "人工",
        Consent = "可用于改进服务",
        ConsentWhy = "打开后，评审人员接受的回答在遮盖个人信息后可用于训练模型；随时可以关闭。",
        Loading = "正在打开……",
        Retry = "重试",
        Chat = "对话",
        Tools = "页面工具",
        Close = "关闭",
        Source = "出处",
        OpenSource = "在新标签页打开",
        WordLabel = "想补充一句吗？（可不填）",
        WordHint = "例如：少说了收费标准",
        Send = "发送",
        NoScript = "此页面需要启用 JavaScript。",
        Sources = new SourceWords("更新于", "这是从前的内容，现在的回答不再使用它。", "没有这条出处", "它可能已被删除，或不对外公开。"),
        Script = new ScriptWords(
            Online: "在线", Connecting: "正在连接……", Reconnecting: "连接中断，正在重新连接……",
            Unreachable: "连不上服务器。您的对话已保存，连上后会自动继续。", Ended: "这段对话已结束。",
            NotLoaded: "聊天组件没有加载成功，请刷新页面。", Generated: "由 AI 生成，请核对出处",
            ThanksLiked: "谢谢您的肯定。", ThanksDisliked: "谢谢，我们会改进。", WordSent: "已收到，谢谢。", WordFailed: "没有送达，请再试一次。",
            SourceLoading: "正在打开出处……", SourceFailed: "出处暂时打不开。", ConfirmNew: "开始新对话？当前对话将不再显示。"),
    };

    private static readonly ChatWords EnglishWords = new()
    {
        Language = "en-US",
        Name = "Yunxi City Service Desk",
        Invitation = "Residence, social security, housing, water and power, transit: ask me how things are done.",
        ExamplesTitle = "You could ask",
        AbilitiesTitle = "Also here",
        Note = "Automatic answers from the knowledge base, with their source. When unsure it says so and offers a person.",
        OtherLanguage = "中文",
        OtherLanguageCode = ChatLanguage.Chinese,
        Dark = "Dark",
        Console = "Console",
        NewConversation = "New conversation",
        Person = "Talk to a person",
        PersonMessage = "talk to a person",
        Consent = "May improve the service",
        ConsentWhy = "While this is on, answers that reviewers accept may train models, with personal data masked. You can switch it off at any time.",
        Loading = "Opening…",
        Retry = "Try again",
        Chat = "Conversation",
        Tools = "Page tools",
        Close = "Close",
        Source = "Source",
        OpenSource = "Open in a new tab",
        WordLabel = "Anything to add? (optional)",
        WordHint = "For example: the fee is missing",
        Send = "Send",
        NoScript = "This page needs JavaScript.",
        Sources = new SourceWords("Updated", "This is former content; answers no longer use it.", "There is no such source", "It may have been removed, or it is not public."),
        Script = new ScriptWords(
            Online: "Online", Connecting: "Connecting…", Reconnecting: "Connection lost. Reconnecting…",
            Unreachable: "The server cannot be reached. Your conversation is kept and goes on by itself once it is back.", Ended: "This conversation has ended.",
            NotLoaded: "The chat did not load. Please reload the page.", Generated: "AI-generated, please check the source",
            ThanksLiked: "Thank you.", ThanksDisliked: "Thank you, we will work on it.", WordSent: "Received, thank you.", WordFailed: "It was not delivered. Please try again.",
            SourceLoading: "Opening the source…", SourceFailed: "The source cannot be opened right now.", ConfirmNew: "Start a new conversation? This one will no longer be shown."),
    };
}
