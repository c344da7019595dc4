namespace Platform.Model.Training;

/// <summary>How a model learns from what people preferred.</summary>
public sealed class PreferencePart
{
    public PreferenceLoss Loss { get; set; } = PreferenceLoss.Dpo;

    /// <summary>How firmly.</summary>
    public double Beta { get; set; } = 0.1;

    /// <summary>SimPO: how much likelier a token of the better answer shall be, in rewards.</summary>
    public double Margin { get; set; } = 0.5;

    /// <summary>ORPO: weight of the odds against the better answer's own likelihood. DPO, SimPO: weight of that likelihood, 0 for none.</summary>
    public double Likelihood { get; set; }

    /// <summary>DPO: part of the pairs that may be the wrong way round.</summary>
    public double Smoothing { get; set; }

    /// <summary>KTO: weights of good and of bad answers.</summary>
    public double Good { get; set; } = 1;

    public double Bad { get; set; } = 1;

    /// <summary>The checkpoint that the model shall not stray from; by default the recipe's model.from.</summary>
    public string? Reference { get; set; }
}

/// <summary>Ways to learn from preferences.</summary>
public enum PreferenceLoss
{
    /// <summary>Rafailov et al. 2023, arXiv:2305.18290.</summary>
    Dpo,

    /// <summary>Hong et al. 2024, arXiv:2403.07691.</summary>
    Orpo,

    /// <summary>Meng et al. 2024, arXiv:2405.14734.</summary>
    SimPo,

    /// <summary>Single answers with a mark; Ethayarajh et al. 2024, arXiv:2402.01306.</summary>
    Kto,
}
