using Platform.Model.Tensors;
using Platform.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Preferences;

/// <summary>The losses over answers' log-likelihoods. Shapes: P pairs or marked answers; each returns one loss for each, shape (P).</summary>
internal static class PreferenceLosses
{
    /// <param name="chosen">Sum of log-likelihoods of the better answer's tokens.</param>
    /// <param name="smoothing">Part of the pairs that may be the wrong way round.</param>
    /// <remarks>Source: Rafailov et al. 2023, arXiv:2305.18290, equation 7; smoothing: Mitchell 2023, "cDPO".</remarks>
    public static Tensor Dpo(Tensor chosen, Tensor rejected, Tensor referenceChosen, Tensor referenceRejected, double beta, double smoothing)
    {
        var margin = ((chosen - referenceChosen) - (rejected - referenceRejected)).mul(KeptScalars.Of(beta));
        return nn.functional.logsigmoid(margin).mul(KeptScalars.Of(smoothing - 1)) - nn.functional.logsigmoid(-margin).mul(KeptScalars.Of(smoothing));
    }

    /// <param name="chosen">Mean log-likelihood of the better answer's tokens.</param>
    /// <remarks>Source: Meng et al. 2024, arXiv:2405.14734, equation 6.</remarks>
    public static Tensor SimPo(Tensor chosen, Tensor rejected, double beta, double margin) => -nn.functional.logsigmoid((chosen - rejected).mul(KeptScalars.Of(beta)).sub(KeptScalars.Of(margin)));

    /// <param name="chosen">Mean log-likelihood of the better answer's tokens.</param>
    /// <remarks>Source: Hong et al. 2024, arXiv:2403.07691, equations 4 to 7, without the likelihood term.</remarks>
    public static Tensor Odds(Tensor chosen, Tensor rejected) => -nn.functional.logsigmoid(LogOdds(chosen) - LogOdds(rejected));

    /// <param name="reward">Log-likelihood against the reference's.</param>
    /// <param name="good">1 for good answers, 0 for bad ones.</param>
    /// <param name="reference">How far the model has strayed in all, at least 0; a number without a gradient.</param>
    /// <remarks>Source: Ethayarajh et al. 2024, arXiv:2402.01306, section 4.1.</remarks>
    public static Tensor Kto(Tensor reward, Tensor good, Tensor reference, PreferencePart part) =>
        Lost(good, part.Good, reward - reference, part.Beta) + Lost(ones_like(good) - good, part.Bad, reference - reward, part.Beta);

    /// <summary>weight · (1 - σ(β · gain)), which is σ(-β · gain).</summary>
    private static Tensor Lost(Tensor which, double weight, Tensor gain, double beta) => which.mul(KeptScalars.Of(weight)) * sigmoid(gain.mul(KeptScalars.Of(-beta)));

    private static Tensor LogOdds(Tensor mean) => mean - log1p(-mean.exp().clamp(max: KeptScalars.Of(1 - 1e-6)));
}
