using System.ComponentModel.DataAnnotations;

namespace Platform.Scenarios.Knowledge;

/// <summary>Section <c>Knowledge</c>; the limits of the answer policy stand in the same section, see <see cref="Search.AnswerPolicyOptions"/>.</summary>
public sealed class KnowledgeOptions
{
    /// <summary>Fills an empty knowledge base with the starter entries and documents at the first start.</summary>
    public bool ImportStarter { get; set; } = true;

    /// <summary>IANA name of the time zone in which a day of validity begins and ends.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>Folder of the sentence encoder that joins the search; relative to the program. Empty: the search does without.</summary>
    public string Encoder { get; set; } = "models/encoder";

    /// <summary>Up to so many questions of one language, a change returns when the index is trained on it; above, training goes on behind it and the former index answers meanwhile.</summary>
    [Range(0, 1_000_000)]
    public int QuestionsTrainedInline { get; set; } = 4_000;

    /// <summary>How many entries and passages a search offers at most.</summary>
    [Range(1, 50)]
    public int Candidates { get; set; } = 5;

    /// <summary>Largest file that is imported.</summary>
    [Range(1, 1_000_000_000)]
    public long MostFileBytes { get; set; } = 20_000_000;

    /// <summary>Most that the parts of a DOCX, XLSX or PDF file may be together once unpacked.</summary>
    [Range(1, 4_000_000_000)]
    public long MostUnpackedBytes { get; set; } = 200_000_000;

    /// <summary>Most times that a part of a DOCX or XLSX file may be larger unpacked than packed; small parts are free.</summary>
    [Range(2, 10_000)]
    public int MostCompression { get; set; } = 200;

    /// <summary>Most parts in a DOCX or XLSX file.</summary>
    [Range(1, 100_000)]
    public int MostParts { get; set; } = 2_000;

    /// <summary>Most rows in one import.</summary>
    [Range(1, 1_000_000)]
    public int MostRows { get; set; } = 50_000;

    /// <summary>Length of a passage, in characters, that a document is split for; a heading starts a new one.</summary>
    [Range(100, 5_000)]
    public int PassageLength { get; set; } = 500;
}
