using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>What somebody who waited for a person is told when nobody came.</summary>
internal static class NobodyCameReply
{
    public static Reply For(Dialogue dialogue) => new()
    {
        Text = dialogue.IsChinese
            ? "抱歉，目前没有工作人员能接待您，您的留言已经保存。您可以继续向我提问；需要人工时，请再输入“人工”。"
            : "Sorry, none of our staff is free now. Your messages are kept. You can go on asking me; type \"person\" to ask for our staff again.",
        Decision = Decisions.NobodyCame,
    };
}
