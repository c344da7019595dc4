namespace Platform.Scenarios.Simulation.Acts;

/// <summary>What a trainee can do in one utterance, by its code in files, rubrics and reviews.</summary>
public static class ActCodes
{
    public const string CommunityFamily = "community";
    public const string CounsellingFamily = "counselling";

    // Both families
    public const string OpenQuestion = "open-question";

    // Community
    public const string Greeting = "greeting";
    public const string Empathy = "empathy";
    public const string FactCheck = "fact-check";
    public const string Restating = "restating";
    public const string LegalGround = "legal-ground";

    /// <summary>Something was cited that is no ground of the scene. No recogniser sees it and no file names it: it is what becomes of <see cref="LegalGround"/>.</summary>
    public const string UnverifiedGround = "unverified-ground";

    public const string ConcreteMeasure = "concrete-measure";
    public const string NamedResponsibility = "named-responsibility";
    public const string Deadline = "deadline";
    public const string Contact = "contact";
    public const string FollowUp = "follow-up";
    public const string ClosingCheck = "closing-check";
    public const string BrushOff = "brush-off";
    public const string Blame = "blame";
    public const string CalmDown = "calm-down";
    public const string EmptyPromise = "empty-promise";
    public const string UnlawfulPromise = "unlawful-promise";
    public const string PrivacyBreach = "privacy-breach";

    // Counselling: MITI 4.2.1 and MISC
    public const string ClosedQuestion = "closed-question";
    public const string SimpleReflection = "simple-reflection";
    public const string ComplexReflection = "complex-reflection";
    public const string Affirm = "affirm";
    public const string SeekCollaboration = "seek-collaboration";
    public const string EmphasiseAutonomy = "emphasise-autonomy";
    public const string GiveInformation = "give-information";
    public const string AdviseWithPermission = "advise-with-permission";
    public const string AdviseWithoutPermission = "advise-without-permission";
    public const string Persuade = "persuade";
    public const string Confront = "confront";
    public const string Other = "other";

    public static IReadOnlyList<string> Community { get; } =
        [Greeting, Empathy, OpenQuestion, FactCheck, Restating, LegalGround, ConcreteMeasure, NamedResponsibility, Deadline, Contact, FollowUp, ClosingCheck,
            BrushOff, Blame, CalmDown, EmptyPromise, UnlawfulPromise, PrivacyBreach];

    public static IReadOnlyList<string> Counselling { get; } =
        [OpenQuestion, ClosedQuestion, SimpleReflection, ComplexReflection, Affirm, SeekCollaboration, EmphasiseAutonomy, GiveInformation,
            AdviseWithPermission, AdviseWithoutPermission, Persuade, Confront, Other];

    /// <summary>What makes things worse whatever else is said.</summary>
    public static IReadOnlySet<string> Prohibited { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        BrushOff, Blame, CalmDown, EmptyPromise, UnlawfulPromise, PrivacyBreach, AdviseWithoutPermission, Persuade, Confront,
    };

    /// <exception cref="ArgumentOutOfRangeException">There is no such family.</exception>
    public static IReadOnlyList<string> Of(string family) => family switch
    {
        CommunityFamily => Community,
        CounsellingFamily => Counselling,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, $"There is no such family of acts. Known: {CommunityFamily}, {CounsellingFamily}."),
    };
}
