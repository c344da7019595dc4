using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Layers;

/// <summary>Which of the two branches goes through the activation: the families differ in it.</summary>
internal enum ActivatedBranch
{
    Gate,
    Up,
}

/// <summary>The feed-forward half of a block: down(silu(gate(x)) · up(x)), or with the activation on up.</summary>
/// <remarks>Shapes: N rows, C width, F inner width. Source: Shazeer 2020, "GLU Variants Improve Transformer", arXiv:2002.05202.</remarks>
internal sealed class GatedFeedForward(Projection gate, Projection up, Projection down, ActivatedBranch activated)
{
    /// <param name="x">Normalized activations, shape (N, C).</param>
    /// <returns>Shape (N, C); the caller's scope disposes it.</returns>
    public Tensor Forward(Tensor x, RowAdapters adapters)
    {
        using var scope = NewDisposeScope();
        var (g, u) = (gate.Forward(x, adapters), up.Forward(x, adapters)); // (N, F) each
        var inner = activated == ActivatedBranch.Gate ? nn.functional.silu(g) * u : g * nn.functional.silu(u);
        return down.Forward(inner, adapters).MoveToOuterDisposeScope();
    }
}
