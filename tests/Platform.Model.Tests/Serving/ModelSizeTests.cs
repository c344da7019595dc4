using Platform.Model.Architectures;
using Platform.Model.Serving;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Serving;

public sealed class ModelSizeTests
{
    private static readonly DecoderConfig Config = TinyCheckpoint.Config(DecoderFamily.Qwen3);

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void The_estimate_is_that_of_the_engine_that_is_loaded_however_the_weights_are_stored(ScalarType stored)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model");
        TinyCheckpoint.Write(path, DecoderFamily.Qwen3, 5, stored);
        long Estimate(string weights, string engine = "auto", string? draft = null) =>
            ModelSize.Estimate(new ServedModelOptions { Folder = path, Device = "cpu", Weights = weights, Engine = engine, Draft = draft });

        Estimate("auto").ShouldBe(EngineChoice.For(Config, CPU, EnginePrecision.Automatic, long.MaxValue).WeightBytes);
        Estimate("int8").ShouldBe(EngineChoice.For(Config, CPU, EnginePrecision.Int8, long.MaxValue).WeightBytes);
        Estimate("fp32").ShouldBe(4 * Config.Parameters);
        Estimate("auto", "reference").ShouldBe(4 * Config.Parameters);
        Estimate("int8", "reference").ShouldBe(4 * Config.Parameters);
        Estimate("bf16", "reference").ShouldBe(2 * Config.Parameters);
        Estimate("fp32", draft: path).ShouldBe(8 * Config.Parameters);
    }

    [Fact]
    public void A_folder_that_is_not_there_takes_nothing() =>
        ModelSize.Estimate(new ServedModelOptions { Folder = "none" }).ShouldBe(0);
}
