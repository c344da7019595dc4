using System.Text.Json;
using Platform.Model.Evaluation.Retention;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Evaluation;

public sealed class RetentionTests
{
    [Fact]
    public void What_a_student_kept_is_measured_against_its_teacher_and_against_scratch()
    {
        var student = Arm("student", (3.5, 0.60), (2.5, 0.64));
        var report = new RetentionReport([Arm("teacher", (2.0, 0.80)), Arm("from scratch", (4.0, 0.50)), student]);

        report.GapClosed(student).Value.ShouldBe(0.5, 1e-9); // 3.0 on the way from 4.0 to 2.0
        report.Kept(student).Value.ShouldBe(0.775, 1e-9);
        report.OverScratch(student).Value.ShouldBe(12, 1e-9);
        report.GapClosed(student).Interval.Low.ShouldBe(0.5, 1e-9); // every draw moves all three alike
        report.ToMarkdown().ShouldContain("| student | 2 | 600 | 1.20 M | 5.0 | 1.00 M (1/1.0) | 3.000 [");
        report.ToMarkdown().ShouldContain("| 12.0 [12.0, 12.0] ± 2.8 |");
    }

    [Fact]
    public void Figures_are_kept_for_programs()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "table.json");

        new RetentionReport([Arm("teacher", (2.0, 0.8)), Arm("from scratch", (4.0, 0.5)), Arm("student", (3.0, 0.6))]).WriteJson(path);

        using var read = JsonDocument.Parse(File.ReadAllText(path));
        read.RootElement[2].GetProperty("gapClosed").GetProperty("value").GetDouble().ShouldBe(0.5, 1e-9);
        read.RootElement[0].GetProperty("gapClosed").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static RetentionArm Arm(string name, params (double Bits, double Skill)[] seeds) =>
        new(name, [.. seeds.Select(seed => new RetentionSubject(Drawn(seed.Bits), Drawn(seed.Skill), 1_000_000, 100, 5_000_000, new TrainingCost(600, 1_200_000, 300)))]);

    private static RetentionFigure Drawn(double value) => new(value, [value - 0.1, value, value + 0.1]);
}
