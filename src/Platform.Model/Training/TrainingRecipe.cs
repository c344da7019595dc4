namespace Platform.Model.Training;

/// <summary>How a model is trained. YAML; see docs/training.md.</summary>
public sealed class TrainingRecipe
{
    public string Name { get; set; } = "";

    public ModelPart Model { get; set; } = new();

    public DataPart Data { get; set; } = new();

    public TrainPart Train { get; set; } = new();

    public EvalPart Eval { get; set; } = new();

    /// <summary>Learn from a teacher; null for no distillation.</summary>
    public DistillPart? Distill { get; set; }

    /// <summary>Learn from what people preferred; null for plain documents.</summary>
    public PreferencePart? Preference { get; set; }
}

/// <summary>What is trained: a checkpoint, or a new network of these sizes.</summary>
public sealed class ModelPart
{
    /// <summary>A checkpoint folder to start from; null for random weights.</summary>
    public string? From { get; set; }

    /// <summary>Folder of the tokenizer; by default that of <see cref="From"/>.</summary>
    public string? Tokenizer { get; set; }

    public int Width { get; set; } = 384;

    public int Layers { get; set; } = 6;

    public int QueryHeads { get; set; } = 6;

    public int KeyValueHeads { get; set; } = 2;

    public int HeadSize { get; set; } = 64;

    public int FeedForwardWidth { get; set; } = 1024;

    public int Context { get; set; } = 1024;

    public double RotaryBase { get; set; } = 10_000;

    /// <summary>The head is a matrix of its own and not the embedding.</summary>
    public bool Untied { get; set; }

    /// <summary>Trains an adapter of <see cref="From"/> in place of its weights; null for all weights.</summary>
    public AdapterPart? Adapter { get; set; }
}

/// <summary>What it is trained on.</summary>
public sealed class DataPart
{
    /// <summary>Files of corpus documents.</summary>
    public List<string> Train { get; set; } = [];

    /// <summary>Files of documents that are held out.</summary>
    public List<string> Dev { get; set; } = [];

    /// <summary>Only documents of these sources; empty for all.</summary>
    public List<string> Sources { get; set; } = [];

    /// <summary>Tokens of a block.</summary>
    public int BlockTokens { get; set; } = 256;

    /// <summary>Longer blocks from later steps on, fewer in a batch.</summary>
    public List<LengthStage> Growth { get; set; } = [];

    public Packing Packing { get; set; } = Packing.Plain;

    /// <summary>Which tokens of dialogues are learned.</summary>
    public LearnedTurns Learn { get; set; } = LearnedTurns.Everything;

    /// <summary>The person who came plays the assistant's part: a model of the help-seeker is made of the same dialogues.</summary>
    public bool SwapRoles { get; set; }

    /// <summary>A system message put before each dialogue, or null.</summary>
    public string? System { get; set; }
}

/// <summary>Blocks of another length from a step on.</summary>
public sealed class LengthStage
{
    /// <summary>The step at which it begins.</summary>
    public int From { get; set; }

    /// <summary>Tokens of a block; must divide those of a batch.</summary>
    public int BlockTokens { get; set; }
}

/// <summary>How documents become blocks of one length.</summary>
public enum Packing
{
    /// <summary>One after another, cut at each block's end; attention sees the whole block.</summary>
    Plain,

    /// <summary>Whole documents beside each other, the largest first where they fit best; none sees another. Longer ones are cut.</summary>
    Documents,
}

/// <summary>Which tokens count in the loss.</summary>
public enum LearnedTurns
{
    Everything,

    /// <summary>All that the assistant says, its end mark included.</summary>
    Assistant,

    /// <summary>The assistant's last turn.</summary>
    Last,
}

/// <summary>How it is trained.</summary>
public sealed class TrainPart
{
    public int Seed { get; set; } = 1;

    /// <summary>Processor threads; 0 for all.</summary>
    public int Threads { get; set; }

    /// <summary>Blocks of one forward pass.</summary>
    public int Batch { get; set; } = 8;

    /// <summary>Forward passes for one step of the optimizer.</summary>
    public int Accumulation { get; set; } = 1;

    public int Steps { get; set; } = 1000;

    public double LearningRate { get; set; } = 1e-3;

    public ScheduleKind Schedule { get; set; } = ScheduleKind.Wsd;

    public int Warmup { get; set; } = 100;

    /// <summary>Steps at the end in which a WSD schedule falls to <see cref="Floor"/>.</summary>
    public int Decay { get; set; } = 200;

    /// <summary>Part of the learning rate that is left at the end.</summary>
    public double Floor { get; set; } = 0.05;

    /// <summary>On matrices only.</summary>
    public double WeightDecay { get; set; } = 0.1;

    /// <summary>Largest norm of all gradients together.</summary>
    public double Clip { get; set; } = 1;

    public double Beta2 { get; set; } = 0.95;

    /// <summary>Decay of a moving average of the weights, for example 0.999: it is what is measured and saved at the end. 0 for none.</summary>
    public double Average { get; set; }

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointEvery { get; set; } = 200;

    /// <summary>How many of the latest checkpoints stay.</summary>
    public int Keep { get; set; } = 2;
}

/// <summary>How the learning rate moves after the warm-up.</summary>
public enum ScheduleKind
{
    Constant,
    Linear,
    Cosine,

    /// <summary>Warm-up, stable, decay: a run can go on from its stable part. Source: Hu et al. 2024, arXiv:2404.06395.</summary>
    Wsd,
}

/// <summary>How it is measured on the way.</summary>
public sealed class EvalPart
{
    /// <summary>Steps between measurements; 0 for the end only.</summary>
    public int Every { get; set; } = 200;

    /// <summary>Stops after so many measurements in a row without a better one, and takes the best; 0 goes on to the last step.</summary>
    public int Patience { get; set; }

    /// <summary>Most blocks of each source that are looked at.</summary>
    public int Blocks { get; set; } = 24;
}
