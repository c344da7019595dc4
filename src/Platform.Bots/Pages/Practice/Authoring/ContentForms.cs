using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Simulation.Acts;
using static Platform.Bots.Pages.Practice.Authoring.FieldKind;

namespace Platform.Bots.Pages.Practice.Authoring;

/// <summary>Which values of a resident, a case or a help-seeker have fields of their own; everything else is edited as text.</summary>
internal static class ContentForms
{
    private static readonly string[] Gates = ["free", "asked", "rapport", "depth"];
    private static readonly string[] Hostilities = ["over-dependent", "authoritarian", "aggressive", "uncooperative"];
    private static readonly string[] Manners = ["plain", "upset", "verbose", "reserved", "tangent", "pleasing"];
    private static readonly string[] Conditions = ["agreed-step", "hurt", "always"];

    private static readonly string[] Topics =
    [
        "noise", "leaks", "property-management", "parking", "dogs", "rubbish", "lifts", "subsidies", "registration", "illegal-building", "elderly-care", "roads-and-lights", "title-deeds",
        "fire-safety", "schools", "demolition", "utilities", "social-insurance", "cooking-fumes", "sublets", "owners-committee", "neighbours", "family-and-children", "accessibility", "other",
    ];

    private static readonly string[] Problems =
    [
        "exam-stress", "work", "family", "relationship", "grief", "sleep", "loneliness", "postpartum", "marriage", "parenting", "social-anxiety", "self-worth", "illness", "retirement", "money", "migration", "burnout", "other",
    ];

    private static readonly FormField[] ProfileAndStyle =
    [
        Field("profile/age", WholeNumber), Choice("profile/gender", ["female", "male"]), Field("profile/occupation", Text), Field("profile/household", Text), Field("profile/home", Text), Field("profile/background", LongText),
        Field("style/self", Lines), Field("style/address", Lines), Field("style/fillers", Lines), Choice("style/sentences", ["brief", "medium", "wordy"]), Field("style/traits", Lines),
        new("style/gestures/escalate", Lines, "content.field-gestures-escalate"), new("style/gestures/hold", Lines, "content.field-gestures-hold"), new("style/gestures/soften", Lines, "content.field-gestures-soften"),
    ];

    private static readonly FormField[] FactColumns =
        [Field("id", Text), Field("text", LongText), Choice("gate", Gates), Field("level", WholeNumber), Field("sensitivity", WholeNumber), Field("words", Lines), Field("say", Lines), Field("marks", Lines)];

    private static readonly string[] CrisisKinds = ["passive-wish", "active-wish", "plan", "preparation", "earlier-attempt", "self-harm", "harm-to-others", "violence-suffered"];

    private static readonly string[] Levels = ["easy", "medium", "hard"];

    private static readonly FormField[] LevelColumns =
        [Field("tension", WholeNumber), new("trust", WholeNumber, "content.field-level-trust"), new("patience", WholeNumber, "content.field-level-patience"), Field("gain", Number), Field("loss", Number), Field("gates", WholeNumber)];

    private static readonly FormField[] RareFactColumns = [Field("acts", Lines), Field("after", Lines), Field("contradictions", Lines)];

    public static IReadOnlyList<FormField> Person(ContentKind kind) => kind switch
    {
        ContentKind.Resident => [Field("name", Text), Choice("hostility", Hostilities), .. ProfileAndStyle, Field("principles", Lines)],
        ContentKind.Case => [Field("title", Text), Choice("topic", Topics), Field("situation", LongText), Field("goal", LongText), Field("wants", LongText), Field("issue", Text), Field("openings", Lines), Field("turns", WholeNumber)],
        _ =>
        [
            Field("name", Text), Field("title", Text), Choice("problem", Problems), Choice("manner", Manners), Field("situation", LongText), Field("goal", LongText), Field("issue", Text), Field("openings", Lines),
            .. ProfileAndStyle, Field("principles", Lines), Field("turns", WholeNumber),
        ],
    };

    public static IReadOnlyList<FormField> State(ContentKind kind) => kind switch
    {
        ContentKind.Resident => [Variable("temper/anger"), Variable("temper/trust"), Variable("temper/patience"), Variable("temper/heard"), Field("temper/flare", Number), Field("temper/ease", Number)],
        ContentKind.Case => [new("agreement/trust", WholeNumber, "content.field-agreement-trust"), new("agreement/anger", WholeNumber, "content.field-agreement-anger")],
        _ => [Variable("start/emotion"), Variable("start/rapport"), Variable("start/openness"), Variable("start/control"), Variable("start/efficacy"), Variable("start/awareness")],
    };

    /// <summary>What a level of difficulty changes; a resident has none of its own, the case has.</summary>
    public static IReadOnlyList<FormTable> Difficulty(ContentKind kind) => kind == ContentKind.Resident ? [] :
        [.. Levels.Select(level => new FormTable($"difficulty/{level}", $"content.level-{level}", LevelColumns, () => [], Fixed: true))];

    /// <summary>What is felt in each situation of a model of the mind.</summary>
    public static IReadOnlyList<FormField> Feelings(ContentDocument document) =>
        [.. Enumerable.Range(0, document.CountAt("model/situations")).Select(at => new FormField($"model/situations/{at}/emotions", Lines, "content.field-emotions"))];

    public static IReadOnlyList<FormField> Crisis(ContentDocument document) =>
        document.At("crisis") is null ? [] : [new("crisis/kind", FieldKind.Choice, "content.field-crisis-kind", CrisisKinds, "content.crisis-"), new("crisis/hints", Lines, "content.field-hints")];

    /// <summary>What is judged and what a good ending needs; nothing for a resident, who brings no matter.</summary>
    public static IReadOnlyList<FormField> Ending(ContentKind kind) => kind switch
    {
        ContentKind.Case => [new("agreement/needs", Lines, "content.field-needs"), new("agreement/step", Lines, "content.field-step"), Field("reference", Lines), Field("rubric", Text)],
        ContentKind.HelpSeeker => [Field("steps", Lines), Field("reference", Lines), Field("rubric", Text)],
        _ => [],
    };

    public static IReadOnlyList<FormTable> Checks(ContentKind kind)
    {
        FormTable checks = new("checks", "content.checks", [Field("id", Text), Field("question", LongText), new("fact", Text, "content.field-check-fact"), Choice("act", Acts(kind), "practice.act-"), new("words", Lines, "content.field-check-words")], () => New("id", "question"));
        return kind switch
        {
            ContentKind.Case => [new("grounds", "content.grounds", [Field("law", Text), Field("article", Text), Field("point", LongText), new("words", Lines, "content.field-ground-words")], () => New("law", "point")), checks],
            ContentKind.HelpSeeker => [checks, new("between", "content.between", [Choice("when", Conditions), new("text", LongText, "content.field-happened"), Field("say", Lines), new("emotion", WholeNumber, "practice.var-emotion")], () => new JsonObject { ["when"] = "always", ["text"] = "", ["say"] = new JsonArray() })],
            _ => [],
        };
    }

    public static IReadOnlyList<FormField> Trainees(ContentKind kind, ContentDocument document) => kind == ContentKind.Resident ? [] :
    [
        new("trainees/good", Lines, "content.field-good"), new("trainees/ordinary", Lines, "content.field-ordinary"), new("trainees/bad", Lines, "content.field-bad"),
        .. document.At("crisis") is null ? Array.Empty<FormField>() :
            [new("crisis/trainees/good", Lines, "content.field-crisis-good"), new("crisis/trainees/ordinary", Lines, "content.field-crisis-ordinary"), new("crisis/trainees/bad", Lines, "content.field-crisis-bad")],
    ];

    /// <summary>Every place of the document where facts stand, those of a model of the mind and of a crisis too.</summary>
    /// <param name="rare">With the columns that few facts need.</param>
    public static IReadOnlyList<FormTable> Facts(ContentDocument document, bool rare)
    {
        IReadOnlyList<FormField> columns = rare ? [.. FactColumns, .. RareFactColumns] : FactColumns;
        List<FormTable> tables = [];
        if (document.At("facts") is null)
            tables.Add(Table("facts", isSingle: false));
        Look(document.Root, "");
        return [.. tables.OrderBy(table => table.Place != "facts")];

        void Look(JsonElement element, string place)
        {
            if (element.ValueKind == JsonValueKind.Array && element.EnumerateArray().Any(IsFact) || (place is "facts" && element.ValueKind == JsonValueKind.Array))
                tables.Add(Table(place, isSingle: false));
            else if (element.ValueKind == JsonValueKind.Array)
                foreach (var (entry, at) in element.EnumerateArray().Select((entry, at) => (entry, at)))
                    Look(entry, $"{place}/{at}");
            else if (IsFact(element))
                tables.Add(Table(place, isSingle: true));
            else if (element.ValueKind == JsonValueKind.Object)
                foreach (var member in element.EnumerateObject())
                    Look(member.Value, place.Length == 0 ? member.Name : $"{place}/{member.Name}");
        }

        FormTable Table(string place, bool isSingle) => new(place, place, columns, () => new JsonObject { ["id"] = "", ["text"] = "", ["say"] = new JsonArray(), ["gate"] = "asked", ["words"] = new JsonArray(), ["marks"] = new JsonArray() }, isSingle);
    }

    public static IReadOnlyList<string> Acts(ContentKind kind) => kind == ContentKind.HelpSeeker ? ActCodes.Counselling : ActCodes.Community;

    private static bool IsFact(JsonElement element) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("gate", out _) && element.TryGetProperty("say", out _);

    private static FormField Field(string place, FieldKind kind) => new(place, kind, $"content.field-{place[(place.LastIndexOf('/') + 1)..]}");

    private static FormField Variable(string place) => new(place, WholeNumber, $"practice.var-{place[(place.LastIndexOf('/') + 1)..]}");

    private static FormField Choice(string place, IReadOnlyList<string> values, string? words = null) =>
        Field(place, FieldKind.Choice) with { Values = values, ValueWords = words ?? $"content.{place[(place.LastIndexOf('/') + 1)..]}-" };

    private static JsonObject New(params string[] empty) => new([.. empty.Select(name => KeyValuePair.Create(name, (JsonNode?)"")), KeyValuePair.Create("words", (JsonNode?)new JsonArray())]);
}
