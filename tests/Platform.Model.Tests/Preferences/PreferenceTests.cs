using System.Text.Json;
using Platform.Model.Preferences;
using Platform.Model.Recipes;
using Platform.Model.Tests.Training;
using Platform.Model.Training;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Preferences;

public sealed class PreferenceTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData("Dpo", "")]
    [InlineData("Dpo", "adapter: { rank: 4 }")]
    [InlineData("SimPo", "")]
    [InlineData("Orpo", "")]
    public void What_was_preferred_becomes_likelier_than_what_was_not(string loss, string adapter)
    {
        File.WriteAllLines(_tiny.Path("pairs.jsonl"), Enumerable.Range(0, 12).Select(i => JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = $"hello {i % 3}" } }, chosen = "good day", rejected = "go away" })));

        _tiny.Start("pref", Recipe("pairs.jsonl", $"loss: {loss}", adapter));

        Part("pref", ^1, "margin").ShouldBeGreaterThan(Part("pref", 0, "margin") + 0.1);
    }

    [Fact]
    public void Marked_answers_become_likelier_or_less_so_by_their_mark()
    {
        File.WriteAllLines(_tiny.Path("marks.jsonl"), Enumerable.Range(0, 12).Select(i => JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = $"hello {i % 3}" } }, answer = i % 2 == 0 ? "good day" : "go away", good = i % 2 == 0 })));

        _tiny.Start("kto", Recipe("marks.jsonl", "loss: Kto", ""));

        // a single batch may hold marks of one kind only
        _tiny.Log("kto").TakeLast(5).Max(line => Part(line, "rewardGood")).ShouldBeGreaterThan(_tiny.Log("kto").TakeLast(5).Min(line => Part(line, "rewardBad")) + 0.1);
    }

    [Fact]
    public void Pairs_are_refused_where_marks_are_needed()
    {
        File.WriteAllText(_tiny.Path("pairs.jsonl"), """{"messages":[{"role":"user","content":"hello"}],"chosen":"yes","rejected":"no"}""");

        Should.Throw<RecipeException>(() => _tiny.Start("pref", Recipe("pairs.jsonl", "loss: Kto", ""))).Message.ShouldContain("pairs");
    }

    [Fact]
    public void A_line_that_is_no_preference_is_named()
    {
        File.WriteAllText(_tiny.Path("pairs.jsonl"), "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"chosen\":\"yes\",\"rejected\":\"no\"}\n{\"chosen\":\"yes\"}\n");

        Should.Throw<RecipeException>(() => _tiny.Start("pref", Recipe("pairs.jsonl", "loss: Dpo", ""))).Message.ShouldContain("line 2");
    }

    [Fact]
    public void Losses_are_those_of_their_papers()
    {
        using var scope = NewDisposeScope();
        static Tensor One(double value) => tensor(new[] { (float)value });
        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        static double Odds(double mean) => Math.Log(Math.Exp(mean) / (1 - Math.Exp(mean)));

        PreferenceLosses.Dpo(One(-3), One(-5), One(-4), One(-4.5), 0.1, 0).item<float>().ShouldBe((float)-Math.Log(Sigmoid(0.1 * (1 + 0.5))), 1e-5);
        PreferenceLosses.Dpo(One(-3), One(-5), One(-3), One(-5), 0.1, 0.2).item<float>().ShouldBe((float)Math.Log(2), 1e-5);
        PreferenceLosses.SimPo(One(-0.5), One(-1), 2, 0.5).item<float>().ShouldBe((float)-Math.Log(Sigmoid(2 * 0.5 - 0.5)), 1e-5);
        PreferenceLosses.Odds(One(-0.5), One(-1)).item<float>().ShouldBe((float)-Math.Log(Sigmoid(Odds(-0.5) - Odds(-1))), 1e-5);
        PreferenceLosses.Kto(One(2), One(1), One(0.5), new PreferencePart()).item<float>().ShouldBe((float)(1 - Sigmoid(0.1 * 1.5)), 1e-5);
        PreferenceLosses.Kto(One(2), One(0), One(0.5), new PreferencePart { Bad = 3 }).item<float>().ShouldBe((float)(3 * (1 - Sigmoid(0.1 * -1.5))), 1e-5);
    }

    private double Part(string run, Index at, string name) => Part(_tiny.Log(run)[at], name);

    private static double Part(JsonElement line, string name) => line.GetProperty("parts").GetProperty(name).GetDouble();

    private string Recipe(string file, string preference, string model) => $$"""
        model: { from: '{{_tiny.Model()}}'{{(model.Length > 0 ? ", " + model : "")}} }
        data: { train: ['${HERE}/{{file}}'], blockTokens: 32 }
        train: { threads: 1, batch: 4, steps: 20, learningRate: 0.005, warmup: 2, decay: 4 }
        preference: { {{preference}} }
        """;
}
