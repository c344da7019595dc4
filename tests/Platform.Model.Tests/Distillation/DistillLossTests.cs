using Platform.Model.Architectures;
using Platform.Model.Distillation;
using Platform.Model.Training;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Distillation;

public class DistillLossTests
{
    private static readonly DecoderConfig Config = TinyCheckpoint.Config(DecoderFamily.Qwen3);

    [Fact]
    public void A_teacher_relates_tokens_as_it_does_itself_and_another_network_otherwise()
    {
        using var scope = NewDisposeScope();
        using var weights = DecoderWeights.Random(Config, 1);
        using var others = DecoderWeights.Random(Config, 2);
        using var teacher = new TrainedNetwork(weights, trainable: false);
        using var other = new TrainedNetwork(others, trainable: false);
        var batch = TokenBatch.Of([SampleBlocks.Of(24, 1), SampleBlocks.Of(24, 2)]);
        var mask = ones(1, 24, 24, ScalarType.Bool).tril();
        var taught = teacher.States(batch, KeptStates.Relations, Config.Layers);

        QueryKeyValueRelations.Of(taught, 1, taught, 1, mask, 2).item<float>().ShouldBe(0, 1e-5);
        QueryKeyValueRelations.Of(taught, 1, other.States(batch, KeptStates.Relations, Config.Layers), 1, mask, 2).item<float>().ShouldBeGreaterThan(0.01f);
    }

    [Fact]
    public void Relations_do_not_look_at_later_tokens()
    {
        using var scope = NewDisposeScope();
        var mask = ones(1, 6, 6, ScalarType.Bool).tril();
        var (taught, learned) = (rand(3, 6, 2, 4).unbind(0), rand(3, 6, 2, 4).unbind(0));
        Tensor[] With(Tensor[] states, float last) => [.. states.Select(state => WithLast(state, last))];
        static Tensor WithLast(Tensor state, float last)
        {
            var copy = state.clone().unsqueeze(0);
            copy[0, 5] = last;
            return copy;
        }

        Tensor Rows(float last)
        {
            var changed = With(learned, last);
            var sum = zeros(1);
            foreach (var (t, l) in With(taught, 1).Zip(changed))
                sum += (Tensor)DistillScript.Unit.invoke("relations", t.narrow(1, 0, 5), l.narrow(1, 0, 5), mask.narrow(1, 0, 5).narrow(2, 0, 5), 2)!;
            return QueryKeyValueRelations.Of(With(taught, 1), 0, changed, 0, mask, 2).mul(3) - sum; // the last row's part
        }

        Rows(1).item<float>().ShouldNotBe(Rows(2).item<float>());
        var first = zeros(1);
        foreach (var t in With(taught, 1))
            first += (Tensor)DistillScript.Unit.invoke("relations", t, t, mask, 2)!;
        first.item<float>().ShouldBe(0, 1e-5);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(1.0, 1.0)]
    [InlineData(0.5, 2.0)]
    public void Following_the_gradient_brings_the_student_nearer_and_at_the_teacher_there_is_none(double beta, double temperature)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(5);
        var (taught, head) = (randn(6, 8), randn(20, 8));
        var student = randn(20, 8).requires_grad_(true);
        var targets = tensor(new long[] { 1, 2, 3, 4, 5, 6 });
        Tensor Loss(Tensor with) => LogitDivergence.Of(taught, head, taught, with, targets, temperature, beta, rowsAtOnce: 4)[1];

        var before = Loss(student);
        before.backward();
        var after = Loss(student.detach() - student.grad! * 0.01);

        after.item<float>().ShouldBeLessThan(before.item<float>());
        var same = head.clone().requires_grad_(true);
        var nothing = Loss(same);
        nothing.backward();
        nothing.item<float>().ShouldBe(0, 1e-4);
        same.grad!.abs().max().item<float>().ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void A_loss_over_drawn_predictions_is_the_whole_loss_on_average()
    {
        using var scope = NewDisposeScope();
        using var stored = new Stored(PredictionCodec.Drawn, 200);
        var student = randn(Config.VocabularySize, 8);
        var hidden = randn(stored.Batch.Counted, 8);

        var drawn = stored.Loss("drawn", hidden, student).item<float>();

        var whole = Whole(stored, hidden, student).item<float>();
        drawn.ShouldBe(whole, Math.Abs(whole) * 0.01);
    }

    [Fact]
    public void A_loss_over_the_likeliest_ids_leads_where_the_whole_loss_does_and_stands_still_at_the_teacher()
    {
        using var scope = NewDisposeScope();
        using var all = new Stored(PredictionCodec.Top, 255);
        using var few = new Stored(PredictionCodec.Top, 5);
        var student = randn(Config.VocabularySize, 8).requires_grad_(true);
        var hidden = randn(all.Batch.Counted, 8);

        var whole = Whole(all, hidden, student).item<float>();
        all.Loss("likeliest", hidden, student).item<float>().ShouldBe(whole, whole * 0.02); // 255 of 384 ids: little is left for the others

        var logits = all.Teacher.Logits(few.Batch).detach().requires_grad_(true);
        few.Loss("likeliest", logits, eye(Config.VocabularySize)).backward(); // a student that predicts what the teacher does
        logits.grad!.abs().max().item<float>().ShouldBeLessThan(2e-3f); // half precision of what is stored
        var cut = logits.detach().requires_grad_(true);
        few.Loss("drawn", cut, eye(Config.VocabularySize)).backward(); // without the sum of the others it would be drawn to the likeliest
        cut.grad!.abs().max().item<float>().ShouldBeGreaterThan(2e-3f);
    }

    [Fact]
    public void The_forward_divergence_is_the_one_in_books()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(6);
        var (taught, teacher, student) = (randn(5, 8), randn(20, 8), randn(20, 8));
        var (p, q) = (nn.functional.log_softmax(matmul(taught, teacher.t()) / 2, 1), nn.functional.log_softmax(matmul(taught, student.t()) / 2, 1));

        var got = LogitDivergence.Of(taught, teacher, taught, student, zeros(5, ScalarType.Int64), temperature: 2, beta: 0, rowsAtOnce: 2)[1];

        got.item<float>().ShouldBe(((p.exp() * (p - q)).sum() * 4).item<float>(), 1e-3);
    }

    private static Tensor Whole(Stored stored, Tensor hidden, Tensor student) =>
        -(nn.functional.softmax(stored.Teacher.Logits(stored.Batch), 1).detach() * nn.functional.log_softmax(matmul(hidden, student.t()), 1)).sum();

    /// <summary>A teacher's predictions on file, and the batch that they are of.</summary>
    private sealed class Stored : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly DecoderWeights _weights = DecoderWeights.Random(Config, 1);
        private readonly Tensor _row;
        private readonly Tensor _id;
        private readonly Tensor _share;

        public Stored(PredictionCodec codec, int count)
        {
            Teacher = new TrainedNetwork(_weights, trainable: false);
            var rows = Enumerable.Range(0, 6).Select(i => new TrainingRow("test", SampleBlocks.Of(24, i).Inputs, [.. Enumerable.Repeat(true, 24)], 24));
            var blocks = TokenBlocks.Of(rows, 23, Packing.Documents, filler: 0);
            var identity = new CacheIdentity("a", "b", "c", Temperature: 1, codec, count);
            StoredPredictions.Write(Path.Combine(_folder.Path, "stored"), identity, Teacher, blocks, seed: 3, TestContext.Current.CancellationToken);
            int[] all = [.. Enumerable.Range(0, blocks.Count)];
            Batch = TokenBatch.Of([.. all.Select(at => blocks[at])]);
            (_row, _id, _share) = StoredPredictions.Open(Path.Combine(_folder.Path, "stored"), identity).Of(all, blocks);
        }

        public TrainedNetwork Teacher { get; }

        public TokenBatch Batch { get; }

        public Tensor Loss(string by, Tensor hidden, Tensor student) => ((Tensor)DistillScript.Unit.invoke(by, hidden, student, Batch.Targets, _row, _id, _share, tensor(1.0))!)[1];

        public void Dispose()
        {
            Teacher.Dispose();
            _weights.Dispose();
            _folder.Dispose();
        }
    }
}
