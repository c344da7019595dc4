using System.ComponentModel.DataAnnotations;

namespace Platform.Scenarios.CustomerService;

/// <summary>Section <c>CustomerService</c>. The limits for entries stand with the knowledge base and are the same in its test bench.</summary>
public sealed class CustomerServiceOptions
{
    /// <summary>How many questions the greeting offers.</summary>
    [Range(0, 4)]
    public int ExampleQuestions { get; set; } = 4;

    /// <summary>How many passages a model composes from.</summary>
    [Range(1, 10)]
    public int PassagesForModel { get; set; } = 4;

    /// <summary>How often a model is asked for one answer, within the time limit of its route.</summary>
    [Range(1, 5)]
    public int ModelTries { get; set; } = 2;

    /// <summary>The least share of a composed sentence's words that must occur in the passages it cites.</summary>
    [Range(0.0, 1.0)]
    public double SentenceSupport { get; set; } = 0.55;

    /// <summary>The least share of a composed answer that must pass the check; below it, the best passage sentence is quoted instead.</summary>
    [Range(0.0, 1.0)]
    public double AnswerSupport { get; set; } = 0.5;

    /// <summary>Said at a hand-over in Chinese, for example when staff are there; empty for nothing.</summary>
    [StringLength(500)]
    public string StaffNoteChinese { get; set; } = "";

    /// <summary>Said at a hand-over in English; empty for nothing.</summary>
    [StringLength(500)]
    public string StaffNoteEnglish { get; set; } = "";
}
