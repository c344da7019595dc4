using Platform.Model.Architectures;
using Platform.Model.Distillation;
using Platform.Model.Recipes;
using Platform.Model.Training;
using Platform.Testing.Models;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Distillation;

public class StudentWeightsTests
{
    [Theory]
    [InlineData(ChannelChoice.Select, true)]
    [InlineData(ChannelChoice.Select, false)]
    [InlineData(ChannelChoice.Pca, false)] // a rotation of the whole stream
    public void A_student_as_large_as_its_teacher_says_the_same(ChannelChoice channels, bool tied)
    {
        using var teacher = DecoderWeights.Random(Config() with { TiedHead = tied }, 3);

        using var student = StudentWeights.Width(teacher, teacher.Config, channels, Text(8));

        var (wanted, got) = (Logits(teacher), Logits(student));
        wanted.Zip(got, (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThan(1e-4f * wanted.Max(Math.Abs));
    }

    [Fact]
    public void A_smaller_student_starts_nearer_to_its_teacher_than_chance_does()
    {
        using var teacher = DecoderWeights.Random(Config(), 3);
        var config = teacher.Config with { Width = teacher.Config.Width * 3 / 4, FeedForwardWidth = teacher.Config.FeedForwardWidth * 3 / 4 };

        using var select = StudentWeights.Width(teacher, config, ChannelChoice.Select, Text(8));
        using var pca = StudentWeights.Width(teacher, config, ChannelChoice.Pca, Text(8));
        using var chance = DecoderWeights.Random(config, 4);

        var wanted = Logits(teacher);
        var nothing = Likeness(wanted, Logits(chance));
        Likeness(wanted, Logits(select)).ShouldBeGreaterThan(nothing + 0.2);
        Likeness(wanted, Logits(pca)).ShouldBeGreaterThan(nothing + 0.2);
    }

    [Fact]
    public void Skipping_keeps_the_first_and_the_last_layer()
    {
        LayerMap.Of(12, 6).ShouldBe([0, 2, 4, 7, 9, 11]);
        LayerMap.Of(6, 6).ShouldBe([0, 1, 2, 3, 4, 5]);
        LayerMap.Of(6, 1).ShouldBe([5]);
    }

    [Fact]
    public void What_is_no_part_of_the_teacher_is_refused_with_both_sizes()
    {
        using var teacher = DecoderWeights.Random(Config(), 3);

        var refusal = Should.Throw<RecipeException>(() => StudentWeights.Skip(teacher, teacher.Config with { Width = 16 }));

        refusal.Message.ShouldContain("width 16");
        refusal.Message.ShouldContain($"width {teacher.Config.Width}");
    }

    private static DecoderConfig Config() => TinyCheckpoint.Config(DecoderFamily.Qwen3);

    private static List<TokenBlock> Text(int blocks) => [.. Enumerable.Range(0, blocks).Select(i => SampleBlocks.Of(32, i))];

    private static float[] Logits(DecoderWeights weights)
    {
        using var scope = NewDisposeScope();
        using var network = new TrainedNetwork(weights, trainable: false);
        return network.Logits(TokenBatch.Of(Text(2))).data<float>().ToArray();
    }

    private static double Likeness(float[] one, float[] other) =>
        one.Zip(other, (a, b) => (double)a * b).Sum() / Math.Sqrt(one.Sum(a => (double)a * a) * other.Sum(b => (double)b * b));
}
