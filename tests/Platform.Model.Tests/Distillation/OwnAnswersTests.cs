using Platform.Model.Architectures;
using Platform.Model.Distillation;
using Platform.Model.Recipes;
using Platform.Model.Tests.Training;
using Platform.Model.Training;
using Platform.Testing.Models;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Distillation;

public sealed class OwnAnswersTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void What_the_student_writes_follows_the_prompt_and_alone_counts()
    {
        using var scope = NewDisposeScope();
        using var weights = DecoderWeights.Random(TinyCheckpoint.Config(DecoderFamily.Qwen3), 1);
        using var network = new TrainedNetwork(weights);
        var block = new TokenBlock(24);
        int[] ids = [.. Enumerable.Range(10, 25)];
        block.Put(0, ids, [.. ids.Select((_, at) => at >= 9)], 0, 24, document: 0);

        var own = Answers(tokens: 6).Write(network, [block, block], step: 3);
        var again = Answers(tokens: 6).Write(network, [block, block], step: 3);
        var ended = Answers(tokens: 6, ends: [.. Enumerable.Range(0, 384)]).Write(network, [block], step: 3)[0];

        own.Count.ShouldBe(2);
        own[0].Inputs[..9].ShouldBe(ids[..9]);
        own[0].Targets[..8].ShouldAllBe(target => target == TokenBlocks.Ignored);
        own[0].Counted.ShouldBe(6); // cut off: no end
        own[0].Targets[8..13].ShouldBe(own[0].Inputs[9..14]);
        own[0].Targets.ShouldNotBe(own[1].Targets); // each is drawn for itself
        again.Select(one => one.Targets).ShouldBe(own.Select(one => one.Targets));
        (ended.Counted, ended.Targets[8]).ShouldSatisfyAllConditions(one => one.Item1.ShouldBe(1), one => one.Item2.ShouldBeGreaterThanOrEqualTo(0));
    }

    [Fact]
    public void A_part_of_the_steps_is_the_students_own_and_the_same_part_each_time()
    {
        bool[] Steps() => [.. Enumerable.Range(0, 400).Select(Answers(share: 0.25).IsAt)];

        Steps().ShouldBe(Steps());
        Steps().Count(own => own).ShouldBeInRange(60, 140);
    }

    [Fact]
    public void A_student_comes_nearer_to_its_teacher_on_what_it_writes_itself()
    {
        _tiny.Start("student", Recipe("onPolicy: { share: 1, tokens: 12 }"));

        var own = _tiny.Log("student").Select(line => line.GetProperty("parts").GetProperty("own").GetDouble()).ToList();
        own.TakeLast(5).Average().ShouldBeLessThan(own.Take(5).Average() * 0.8);
    }

    [Fact]
    public void What_cannot_be_asked_for_is_refused() =>
        Should.Throw<RecipeException>(() => _tiny.Start("student", Recipe("onPolicy: { share: 0 }"))).Message.ShouldContain("onPolicy");

    private static OwnAnswers Answers(double share = 1, int tokens = 6, HashSet<int>? ends = null) =>
        new(new OnPolicyPart { Share = share, Tokens = tokens }, ends ?? [], new TrainPart { Seed = 1, Threads = 1 });

    private string Recipe(string distill)
    {
        var teacher = _tiny.Model();
        return $$"""
            model: { tokenizer: '${HERE}/tokenizer', {{TinyTraining.Sizes.Replace("layers: 2", "layers: 1", StringComparison.Ordinal)}} }
            data: { train: ['${HERE}/texts.jsonl'], dev: ['${HERE}/texts.jsonl'], blockTokens: 32 }
            train: { threads: 1, batch: 4, steps: 40, learningRate: 0.01, warmup: 2, decay: 4, checkpointEvery: 100 }
            eval: { every: 0, blocks: 4 }
            distill: { teacher: '{{teacher}}', start: Skip, gate: 99, {{distill}} }
            """;
    }
}
