using System.ComponentModel.DataAnnotations;

namespace Platform.Model.Serving;

/// <summary>Section <c>Models:Serving</c>.</summary>
public sealed class ServingOptions
{
    /// <summary>Models to serve, by the name that requests give.</summary>
    public Dictionary<string, ServedModelOptions> Models { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Bytes that weights and key/value pools of all loaded models may take together; 0: half of the machine's memory.</summary>
    [Range(0, long.MaxValue)]
    public long MemoryBudget { get; set; }

    /// <summary>Sequences of one model that are computed together.</summary>
    [Range(1, 1024)]
    public int MostRunning { get; set; } = 16;

    /// <summary>Sequences of one model that wait; beyond it requests are refused with 429.</summary>
    [Range(1, 100_000)]
    public int MostWaiting { get; set; } = 256;

    /// <summary>A request that would wait longer than this is refused with 429.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Sequences of one tenant that are computed together; the rest of its waits.</summary>
    [Range(1, 1024)]
    public int MostRunningPerTenant { get; set; } = 16;

    /// <summary>Sequences of one tenant that wait.</summary>
    [Range(1, 100_000)]
    public int MostWaitingPerTenant { get; set; } = 128;

    /// <summary>Texts that wait to become vectors of one model; beyond it requests are refused with 429. A request may bring more when nothing waits.</summary>
    [Range(1, 1_000_000)]
    public int MostWaitingTexts { get; set; } = 8192;

    /// <summary>Texts of one tenant that wait to become vectors.</summary>
    [Range(1, 1_000_000)]
    public int MostWaitingTextsPerTenant { get; set; } = 4096;

    /// <summary>Most tokens computed in one step: decodes first, then parts of prompts.</summary>
    [Range(16, 65_536)]
    public int StepTokens { get; set; } = 512;

    /// <summary>While others decode, a step takes only so much of a prompt that it is expected to last this long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:30")]
    public TimeSpan StepTime { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Most tokens of an answer when a request names no number.</summary>
    [Range(1, 1_000_000)]
    public int DefaultMaxTokens { get; set; } = 2048;

    /// <summary>Choices (<c>n</c>, <c>best_of</c>) of one request.</summary>
    [Range(1, 256)]
    public int MostChoices { get; set; } = 16;

    /// <summary>Keep computed prompts for later requests that begin the same way.</summary>
    public bool SharePrompts { get; set; } = true;

    /// <summary>Most tokens of one sequence that are computed in one step because its form leaves no choice about the text; 0: one step for each.</summary>
    [Range(0, 256)]
    public int MostForeseen { get; set; } = 64;

    /// <summary>Make the first, slow calls when a model is loaded, before requests come.</summary>
    public bool WarmUp { get; set; } = true;

    /// <summary>How long running requests may go on when the host stops or a version is replaced; then they end as cancelled.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(25);
}

/// <summary>One model to serve: <c>Models:Serving:Models:NAME</c>.</summary>
public sealed record ServedModelOptions
{
    /// <summary>Checkpoint folder in Hugging Face's layout; relative to the working folder.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda:N</c>.</summary>
    [RegularExpression("auto|cpu|cuda(:[0-9]+)?")]
    public string Device { get; set; } = "auto";

    /// <summary><c>auto</c>, <c>fp32</c> or <c>int8</c>, with the reference path <c>bf16</c> too: what the weights are computed in. Not every device has each; the reason for the engine says what was not honoured.</summary>
    [RegularExpression("auto|fp32|bf16|int8")]
    public string Weights { get; set; } = "auto";

    /// <summary><c>auto</c> or <c>reference</c> (the plain readable path, slow).</summary>
    [RegularExpression("auto|reference")]
    public string Engine { get; set; } = "auto";

    /// <summary>Load at start instead of at the first request.</summary>
    public bool Load { get; set; }

    /// <summary>Never unload to make room.</summary>
    public bool Pinned { get; set; }

    /// <summary>Tokens that the key/value pool holds; 0: enough for every running sequence, at most a quarter of the memory budget.</summary>
    [Range(0, int.MaxValue)]
    public int PoolTokens { get; set; }

    /// <summary>Longest context; 0: as the checkpoint says.</summary>
    [Range(0, int.MaxValue)]
    public int Context { get; set; }

    /// <summary>Most tokens of an answer when a request names no number; 0: as for all models.</summary>
    [Range(0, int.MaxValue)]
    public int DefaultMaxTokens { get; set; }

    /// <summary>Folder of a smaller checkpoint with the same vocabulary that proposes tokens; empty for none.</summary>
    public string? Draft { get; set; }

    public EmbeddingPooling Pooling { get; set; } = EmbeddingPooling.Mean;

    /// <summary>Folders of adapters (peft's layout) by the name that requests give.</summary>
    public Dictionary<string, string> Adapters { get; } = new(StringComparer.OrdinalIgnoreCase);
}
