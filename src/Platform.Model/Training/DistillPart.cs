namespace Platform.Model.Training;

/// <summary>How a student learns from a teacher; the student's sizes are the recipe's model.</summary>
public sealed class DistillPart
{
    /// <summary>Folder of the teacher's checkpoint.</summary>
    public string Teacher { get; set; } = "";

    public StudentStart Start { get; set; } = StudentStart.Width;

    /// <summary>How channels are chosen where the student is narrower.</summary>
    public ChannelChoice Channels { get; set; } = ChannelChoice.Select;

    /// <summary>Blocks that a teacher is looked at with, to find what matters in it.</summary>
    public int Calibration { get; set; } = 64;

    public DistillSchedule Schedule { get; set; } = DistillSchedule.Akt;

    /// <summary>Part of the steps that comes before the predictions, with <see cref="DistillSchedule.Jkt"/>.</summary>
    public double First { get; set; } = 0.5;

    public RelationPart Relations { get; set; } = new();

    public LogitPart Logits { get; set; } = new();

    /// <summary>The student is also judged by what it writes itself, or null.</summary>
    public OnPolicyPart? OnPolicy { get; set; }

    /// <summary>Weight of the documents' own next tokens.</summary>
    public double Labels { get; set; } = 0.5;

    /// <summary>Most nats per token that the teacher may need for the held-out documents; null: fewer than the student at its start.</summary>
    public double? Gate { get; set; }
}

/// <summary>Where a student's first weights come from.</summary>
public enum StudentStart
{
    /// <summary>Nowhere.</summary>
    Random,

    /// <summary>Some layers of the teacher, unchanged.</summary>
    Skip,

    /// <summary>Some layers, and of each the channels, heads and neurons that matter most.</summary>
    Width,

    /// <summary>A checkpoint: the recipe's model.from.</summary>
    Pretrained,
}

/// <summary>How the residual stream becomes narrower.</summary>
public enum ChannelChoice
{
    /// <summary>Channels are kept or dropped.</summary>
    Select,

    /// <summary>Principal components: channels are mixed.</summary>
    Pca,
}

/// <summary>What is learned when.</summary>
public enum DistillSchedule
{
    /// <summary>Everything at once.</summary>
    Akt,

    /// <summary>First what goes on inside, then the predictions.</summary>
    Jkt,

    /// <summary>Layer after layer, then the predictions.</summary>
    Pkt,
}

/// <summary>Relations between the queries, keys and values of a text's tokens.</summary>
public sealed class RelationPart
{
    public double Weight { get; set; } = 1;

    /// <summary>Relation heads: must divide the sizes of queries, keys and values on both sides.</summary>
    public int Heads { get; set; } = 4;

    /// <summary>Pairs of layers counted from 0; empty: each of the student with that of the teacher at the same part of the way.</summary>
    public List<LayerPair> Pairs { get; set; } = [];

    /// <summary>How much each pair weighs.</summary>
    public PairWeights Weights { get; set; } = PairWeights.Uniform;

    /// <summary>The relations lose their weight evenly over the run.</summary>
    public bool Fading { get; set; }

    /// <summary>Relations count in one step of so many.</summary>
    public int Every { get; set; } = 1;
}

/// <summary>A teacher's layer and the student's that learns from it.</summary>
public sealed class LayerPair
{
    public int Teacher { get; set; }

    public int Student { get; set; }

    public double Weight { get; set; } = 1;
}

/// <summary>How pairs of layers are weighed against each other; the weights add up to 1.</summary>
public enum PairWeights
{
    Uniform,

    /// <summary>Grows with the layer.</summary>
    Linear,

    /// <summary>The last alone.</summary>
    Last,
}

/// <summary>The teacher's predictions.</summary>
public sealed class LogitPart
{
    public double Weight { get; set; } = 1;

    /// <summary>0: cover what the teacher finds possible (forward KL); 1: say what it finds likely (reverse); between: Jensen-Shannon.</summary>
    public double Beta { get; set; }

    public double Temperature { get; set; } = 1;

    /// <summary>How predictions are kept in <see cref="Cache"/>.</summary>
    public PredictionCodec Codec { get; set; } = PredictionCodec.Drawn;

    /// <summary>How often each prediction is drawn.</summary>
    public int Draws { get; set; } = 50;

    /// <summary>How many of the likeliest ids are kept.</summary>
    public int Top { get; set; } = 50;

    /// <summary>A file of the teacher's predictions, stored once by <c>platform cache</c>; the teacher is then not computed for them.</summary>
    public string? Cache { get; set; }
}

/// <summary>Steps in which the student writes the answers, and learns what its teacher would have foretold in them.</summary>
public sealed class OnPolicyPart
{
    /// <summary>Part of the steps; 1 for all.</summary>
    public double Share { get; set; } = 0.5;

    /// <summary>As in <see cref="LogitPart.Beta"/>.</summary>
    public double Beta { get; set; } = 0.5;

    /// <summary>At which the student writes.</summary>
    public double Temperature { get; set; } = 0.9;

    /// <summary>Most tokens of an answer.</summary>
    public int Tokens { get; set; } = 64;
}

/// <summary>How a teacher's predictions for a token are stored.</summary>
public enum PredictionCodec
{
    /// <summary>Ids drawn by their probability: on average the loss over them is the whole loss.</summary>
    Drawn,

    /// <summary>The likeliest ids with their probabilities, and the sum of all others: among the others the student may do as it likes.</summary>
    Top,
}
