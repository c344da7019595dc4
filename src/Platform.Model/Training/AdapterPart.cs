namespace Platform.Model.Training;

/// <summary>A low-rank adapter that is trained while the checkpoint's weights stay.</summary>
public sealed class AdapterPart
{
    internal static readonly string[] Maps = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    public int Rank { get; set; } = 16;

    public double Alpha { get; set; } = 32;

    /// <summary>Divides by the root of the rank, so that large ranks learn as fast (rsLoRA).</summary>
    public bool RankStabilised { get; set; }

    /// <summary>Linear maps by peft's names.</summary>
    public List<string> Targets { get; set; } = [.. Maps];

    internal double Scale => RankStabilised ? Alpha / Math.Sqrt(Rank) : Alpha / Rank;
}
