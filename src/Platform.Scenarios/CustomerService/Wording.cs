using Platform.Scenarios.Turns;

namespace Platform.Scenarios.CustomerService;

/// <summary>What the service says of itself, in the language of the person.</summary>
internal sealed record Wording
{
    public required string Greeting { get; init; }

    public required string GreetingAgain { get; init; }

    public required string Thanks { get; init; }

    public required string Goodbye { get; init; }

    public required string Acknowledged { get; init; }

    public required string Confirmed { get; init; }

    public required string NothingSaid { get; init; }

    public required string HandedOver { get; init; }

    public required string AskBack { get; init; }

    public required string AskBackOne { get; init; }

    public required string OtherAnswers { get; init; }

    public required string Declined { get; init; }

    public required string NotOurs { get; init; }

    public required string NoneOfThese { get; init; }

    public required string DidNotHelp { get; init; }

    public required string PickGone { get; init; }

    /// <summary>{0} is the question that was answered before.</summary>
    public required string NotInAnswer { get; init; }

    /// <summary>{0} is the question that was answered before.</summary>
    public required string StillAbout { get; init; }

    /// <summary>{0} is the title of the document.</summary>
    public required string FromDocument { get; init; }

    public required string Looking { get; init; }

    public required Choice Person { get; init; }

    public required Choice NoneChoice { get; init; }

    public static Wording In(string language) => language == SpokenLanguage.English ? English : Chinese;

    private static Wording Chinese { get; } = new()
    {
        Greeting = "您好，我是自动客服，根据知识库回答问题，并注明出处。您可以直接提问；需要工作人员时，请说“人工”。",
        GreetingAgain = "您好，请问有什么可以帮您？",
        Thanks = "不客气。还有问题可以接着问我。",
        Goodbye = "再见，祝您一切顺利。",
        Acknowledged = "好的。还有问题可以接着问我。",
        Confirmed = "很高兴能帮到您。还有问题可以接着问我。",
        NothingSaid = "抱歉，我只能看懂文字。请把问题写下来，或者说“人工”找工作人员。",
        HandedOver = "已为您转人工，您已在排队。工作人员接手后会在这里回复您；在此之前我不再自动回答，您可以先把情况写在这里，工作人员都能看到。",
        AskBack = "您想问的是下面哪一个？",
        AskBackOne = "您想问的是这个吗？",
        OtherAnswers = "抱歉没有帮到您。您想问的会不会是下面这些？",
        Declined = "抱歉，我在知识库里没有找到这个问题的答案，不想凭猜测回答您。您可以换个说法再问，也可以转人工，由工作人员回答。",
        NotOurs = "抱歉，这个问题不在我能回答的范围内，我不想凭猜测回答您。需要的话可以转人工，由工作人员告诉您该找谁。",
        NoneOfThese = "抱歉，那我没有找到您要的答案。您可以换个说法再问，也可以转人工，由工作人员回答。",
        DidNotHelp = "抱歉没有帮到您，我没有找到更合适的答案。您可以换个说法再问，也可以转人工，由工作人员回答。",
        PickGone = "抱歉，这一条刚刚不再提供了。您可以换个说法再问，也可以转人工，由工作人员回答。",
        NotInAnswer = "关于“{0}”，知识库里没有写到这一点，我不想凭猜测回答您。您可以换个说法再问，也可以转人工，由工作人员回答。",
        StillAbout = "关于“{0}”：",
        FromDocument = "《{0}》里写道：",
        Looking = "正在查找资料……",
        Person = new Choice("转人工", "人工"),
        NoneChoice = new Choice("都不是", "都不是"),
    };

    private static Wording English { get; } = new()
    {
        Greeting = "Hello, I am the automatic service desk. I answer from the knowledge base and name my source. Just ask; to reach our staff, say \"person\".",
        GreetingAgain = "Hello, how can I help?",
        Thanks = "You are welcome. Ask me whenever there is something else.",
        Goodbye = "Goodbye, and all the best.",
        Acknowledged = "All right. Ask me whenever there is something else.",
        Confirmed = "Glad that helped. Ask me whenever there is something else.",
        NothingSaid = "Sorry, I can only read text. Please write your question, or say \"person\" to reach our staff.",
        HandedOver = "You are in the queue for our staff. Whoever takes over will answer you here; until then I no longer answer by myself. You can already write down what it is about, our staff will see it.",
        AskBack = "Which of these do you mean?",
        AskBackOne = "Is this what you mean?",
        OtherAnswers = "Sorry that this did not help. Could it be one of these?",
        Declined = "Sorry, I found no answer to this in the knowledge base, and I do not want to guess. You can put it in other words, or have our staff answer you.",
        NotOurs = "Sorry, this is not something I can answer, and I do not want to guess. If you like, our staff can tell you whom to ask.",
        NoneOfThese = "Sorry, then I have not found the answer you need. You can put it in other words, or have our staff answer you.",
        DidNotHelp = "Sorry that this did not help; I have found nothing better. You can put it in other words, or have our staff answer you.",
        PickGone = "Sorry, this one has just been taken out. You can put it in other words, or have our staff answer you.",
        NotInAnswer = "The knowledge base does not say that about \"{0}\", and I do not want to guess. You can put it in other words, or have our staff answer you.",
        StillAbout = "About \"{0}\":",
        FromDocument = "\"{0}\" says:",
        Looking = "Looking it up …",
        Person = new Choice("Talk to a person", "talk to a person"),
        NoneChoice = new Choice("None of these", "none of these"),
    };
}
