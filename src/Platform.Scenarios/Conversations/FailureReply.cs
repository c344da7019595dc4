using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>What the person is told when a scenario failed or took too long.</summary>
internal static class FailureReply
{
    public static Reply For(Dialogue dialogue) => new()
    {
        Text = dialogue.IsChinese
            ? "抱歉，刚才处理您的消息时出了问题，您的消息已经保存。请稍后再试，或输入“人工”联系工作人员。"
            : "Sorry, something went wrong while I was handling your message. Your message is kept. Please try again, or type \"person\" to reach our staff.",
        Decision = Decisions.Failed,
    };
}
