using Platform.Model.Layers;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Layers;

/// <summary>Fixed cases from Hugging Face transformers, tests/utils/test_modeling_rope_utils.py (Apache 2.0): head size 128, base 10,000.</summary>
public sealed class RotaryEmbeddingTests
{
    [Fact]
    public void Frequencies_are_those_of_the_published_library()
    {
        var frequencies = RotaryEmbedding.Frequencies(128, 10_000, null);

        Expect(frequencies, 0, 1.0000e+00, 8.6596e-01, 7.4989e-01, 6.4938e-01, 5.6234e-01, 4.8697e-01);
        Expect(frequencies, 60, 1.7783e-04, 1.5399e-04, 1.3335e-04, 1.1548e-04);
    }

    [Fact]
    public void Frequencies_scaled_in_Llama_3s_way_are_those_of_the_published_library()
    {
        var frequencies = RotaryEmbedding.Frequencies(128, 10_000, new RotaryScaling(10, 1, 4, 2048));

        Expect(frequencies, 0, 1.0000e+00, 8.6596e-01, 7.4989e-01);
        Expect(frequencies, 29, 1.5399e-02, 1.3335e-02, 1.0730e-02, 7.7785e-03, 5.6009e-03, 3.9991e-03, 2.8248e-03, 1.9675e-03, 1.3449e-03, 8.9549e-04, 5.7363e-04, 3.4539e-04, 2.7384e-04, 2.3714e-04, 2.0535e-04);
        Expect(frequencies, 60, 1.7783e-05, 1.5399e-05, 1.3335e-05, 1.1548e-05);
    }

    private static void Expect(float[] frequencies, int from, params double[] expected)
    {
        for (var i = 0; i < expected.Length; i++)
            ((double)frequencies[from + i]).ShouldBe(expected[i], expected[i] * 1e-4);
    }
}
