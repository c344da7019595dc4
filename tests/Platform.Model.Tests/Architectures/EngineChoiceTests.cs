using Platform.Model.Architectures;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Architectures;

public sealed class EngineChoiceTests
{
    private const long Plenty = long.MaxValue;

    [Fact]
    public void A_processor_with_AVX2_runs_8_bit_kernels_unless_more_is_asked_for()
    {
        Choose().Engine.ShouldBe("managed-int8");
        Choose(precision: EnginePrecision.Float32).Engine.ShouldBe("managed-fp32");
    }

    [Fact]
    public void Where_fp32_does_not_fit_8_bits_are_taken_and_the_reason_says_so()
    {
        var choice = Choose(precision: EnginePrecision.Float32, memory: 1000);

        choice.Engine.ShouldBe("managed-int8");
        choice.Reason.ShouldContain("more than");
    }

    [Fact]
    public void Without_AVX2_the_step_is_TorchScript_but_not_for_Yuan()
    {
        Choose(avx2: false).Engine.ShouldBe("torchscript-fp32");
        Choose(DecoderFamily.Yuan, avx2: false).Engine.ShouldBe("managed-fp32");
    }

    [Fact]
    public void A_graphics_card_runs_bf16_but_Yuan_on_the_reference_path()
    {
        var card = new Device(DeviceType.CUDA, 0);

        Choose(device: card).Engine.ShouldBe("torchscript-bf16");
        Choose(DecoderFamily.Yuan, card).Engine.ShouldBe("reference");
    }

    [Fact]
    public void Weights_that_were_asked_for_and_cannot_be_had_are_told()
    {
        var card = new Device(DeviceType.CUDA, 0);

        Choose(device: card, precision: EnginePrecision.Float32).Reason.ShouldContain("fp32 was asked for");
        Choose(device: card, precision: EnginePrecision.Int8).Reason.ShouldContain("int8 was asked for");
        Choose(precision: EnginePrecision.Int8, avx2: false).Reason.ShouldContain("int8 was asked for");
        Choose(precision: EnginePrecision.Float32, avx2: false).Reason.ShouldNotContain("not honoured");
        Choose(device: card).Reason.ShouldNotContain("not honoured");
    }

    [Theory]
    [InlineData("managed-int8")]
    [InlineData("managed-fp32")]
    [InlineData("torchscript-fp32")]
    [InlineData("torchscript-bf16")]
    [InlineData("reference-fp32")]
    public void Each_choice_opens_an_engine_of_that_name(string name)
    {
        using var weights = DecoderWeights.Random(SampleConfigs.Of(DecoderFamily.Llama), 1);

        using var engine = new EngineChoice(name, "", 0).Open(weights, 4);

        engine.Name.ShouldBe(name);
    }

    private static EngineChoice Choose(
        DecoderFamily family = DecoderFamily.Qwen3, Device? device = null, EnginePrecision precision = EnginePrecision.Automatic, long memory = Plenty, bool avx2 = true) =>
        EngineChoice.For(SampleConfigs.Of(family), device ?? CPU, precision, memory, avx2, vnni: false);
}
