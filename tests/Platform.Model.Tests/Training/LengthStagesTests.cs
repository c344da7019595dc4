using Platform.Model.Methods;
using Platform.Model.Recipes;
using Platform.Model.Training;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Training;

public sealed class LengthStagesTests : IDisposable
{
    private readonly TinyTraining _training = new();

    public void Dispose() => _training.Dispose();

    [Fact]
    public void Blocks_grow_while_a_step_keeps_its_tokens_and_a_run_of_fewer_steps_goes_on_into_the_next_stage()
    {
        var whole = Start("whole", steps: 12);
        Start("short", steps: 4);
        var resumed = TrainingMethods.Resume(_training.Path("short"), 12, null, _ => { }, TestContext.Current.CancellationToken);

        whole.Tokens.ShouldBe(12 * 4 * 16);
        _training.Log("whole").Count.ShouldBe(12);
        resumed.Tokens.ShouldBe(whole.Tokens);
        File.ReadAllBytes(Path.Combine(resumed.Model!, "model.safetensors")).ShouldBe(File.ReadAllBytes(Path.Combine(whole.Model!, "model.safetensors")));
    }

    [Fact]
    public void A_stage_has_longer_blocks_fewer_of_them_and_another_order()
    {
        var recipe = new TrainingRecipe { Data = { BlockTokens = 256, Growth = [new LengthStage { From = 10, BlockTokens = 512 }, new LengthStage { From = 20, BlockTokens = 1024 }] }, Train = { Batch = 8, Steps = 30, Seed = 1 } };

        At(9).ShouldBe((256, 8, 1, 10));
        At(10).ShouldBe((512, 4, 2, 20));
        At(29).ShouldBe((1024, 2, 3, 30));
        recipe.Data.BlockTokens.ShouldBe(256);

        (int, int, int, int) At(int step)
        {
            var (staged, until) = LengthStages.At(recipe, step);
            return (staged.Data.BlockTokens, staged.Train.Batch, staged.Train.Seed, until);
        }
    }

    [Theory]
    [InlineData(5, 24, "multiple")]
    [InlineData(0, 32, "above 0")]
    public void What_cannot_be_is_refused(int from, int blockTokens, string reason)
    {
        var recipe = new TrainingRecipe { Data = { BlockTokens = 16, Growth = [new LengthStage { From = from, BlockTokens = blockTokens }] }, Train = { Batch = 4 } };

        Should.Throw<RecipeException>(() => LengthStages.At(recipe, 0)).Message.ShouldContain(reason);
    }

    private TrainingResult Start(string name, int steps) => _training.Start(name, $$"""
        model: { tokenizer: '${HERE}/tokenizer', {{TinyTraining.Sizes}} }
        data: { train: ['${HERE}/texts.jsonl'], blockTokens: 16, growth: [{ from: 4, blockTokens: 32 }, { from: 9, blockTokens: 64 }] }
        train: { threads: 1, batch: 4, steps: {{steps}}, learningRate: 0.01, schedule: Constant, warmup: 2, checkpointEvery: 100 }
        """);
}
