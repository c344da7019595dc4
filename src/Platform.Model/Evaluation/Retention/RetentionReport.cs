using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Platform.Model.Evaluation.Retention;

/// <summary>What was measured of one model.</summary>
/// <param name="Bits">Bits per character, the mean of the sources.</param>
/// <param name="Skill">Accuracy, the mean of the tasks.</param>
/// <param name="Parameters">Beside the embedding.</param>
/// <param name="Speed">Tokens per second of one sequence.</param>
/// <param name="Bytes">Weights in single precision, and keys and values of 1,024 tokens.</param>
internal sealed record RetentionSubject(RetentionFigure Bits, RetentionFigure Skill, long Parameters, double Speed, long Bytes, TrainingCost? Cost);

/// <summary>Models that were made in one way, from different seeds.</summary>
internal sealed record RetentionArm(string Name, IReadOnlyList<RetentionSubject> Seeds)
{
    public RetentionFigure Bits { get; } = RetentionFigure.Mean([.. Seeds.Select(seed => seed.Bits)]);

    public RetentionFigure Skill { get; } = RetentionFigure.Mean([.. Seeds.Select(seed => seed.Skill)]);
}

/// <summary>The retention table: the teacher, then models of the student's size without one, then each way to make a student.</summary>
public sealed class RetentionReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly IReadOnlyList<RetentionArm> _arms;

    internal RetentionReport(IReadOnlyList<RetentionArm> arms) => _arms = arms;

    private RetentionArm Teacher => _arms[0];

    private RetentionArm Scratch => _arms[1];

    /// <summary>A row for each arm; in brackets the 95 % bootstrap interval over the items, after ± the standard deviation over the seeds.</summary>
    public string ToMarkdown()
    {
        var table = new StringBuilder("""
            | model | seeds | steps | tokens | minutes | parameters beside the embedding | bits per character ↓ | gap closed | mean skill accuracy | kept of the teacher's | over scratch, points | tokens/s | memory |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |

            """);
        foreach (var arm in _arms)
        {
            var cost = arm.Seeds.Select(seed => seed.Cost).OfType<TrainingCost>().ToList();
            var student = arm != Teacher;
            string[] cells =
            [
                arm.Name,
                Text(arm.Seeds.Count),
                cost.Count == 0 ? "" : Text(cost[0].Steps),
                cost.Count == 0 ? "" : Text(cost.Average(one => one.Tokens) / 1e6, "0.00 M"),
                cost.Count == 0 ? "" : Text(cost.Average(one => one.Seconds) / 60, "0.0"),
                $"{Text(arm.Seeds[0].Parameters / 1e6, "0.00 M")}{(student ? $" (1/{Text(Teacher.Seeds[0].Parameters / (double)arm.Seeds[0].Parameters, "0.0")})" : "")}",
                Cell(arm.Bits, arm.Seeds.Select(seed => seed.Bits.Value), "0.000"),
                student && arm != Scratch ? Cell(GapClosed(arm), arm.Seeds.Select(seed => (Scratch.Bits.Value - seed.Bits.Value) / (Scratch.Bits.Value - Teacher.Bits.Value)), "0.0 %") : "",
                Cell(arm.Skill, arm.Seeds.Select(seed => seed.Skill.Value), "0.000"),
                student ? Cell(Kept(arm), arm.Seeds.Select(seed => seed.Skill.Value / Teacher.Skill.Value), "0.0 %") : "",
                student && arm != Scratch ? Cell(OverScratch(arm), arm.Seeds.Select(seed => (seed.Skill.Value - Scratch.Skill.Value) * 100), "0.0") : "",
                $"{Text(arm.Seeds.Average(seed => seed.Speed), "0")}{(student ? $" ({Text(arm.Seeds.Average(seed => seed.Speed) / Teacher.Seeds.Average(seed => seed.Speed), "0.0")}x)" : "")}",
                $"{Text(arm.Seeds[0].Bytes / 1e6, "0.0 MB")}{(student ? $" (1/{Text(Teacher.Seeds[0].Bytes / (double)arm.Seeds[0].Bytes, "0.0")})" : "")}",
            ];
            table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        return table.ToString();
    }

    public void WriteJson(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, JsonSerializer.Serialize(
            _arms.Select(arm => new
            {
                arm.Name,
                bits = Summary(arm.Bits),
                skill = Summary(arm.Skill),
                gapClosed = arm == Teacher ? null : Summary(GapClosed(arm)),
                kept = Summary(Kept(arm)),
                overScratch = Summary(OverScratch(arm)),
                seeds = arm.Seeds.Select(seed => new { bits = seed.Bits.Value, skill = seed.Skill.Value, seed.Parameters, seed.Speed, seed.Bytes, seed.Cost }),
            }), Json) + "\n");

        static object Summary(RetentionFigure figure) => new { figure.Value, figure.Interval.Low, figure.Interval.High };
    }

    /// <summary>How much of the distance from scratch to the teacher a student has gone.</summary>
    internal RetentionFigure GapClosed(RetentionArm arm) => RetentionFigure.Of((scratch, student, teacher) => (scratch - student) / (scratch - teacher), Scratch.Bits, arm.Bits, Teacher.Bits);

    internal RetentionFigure Kept(RetentionArm arm) => RetentionFigure.Of((student, teacher, _) => student / teacher, arm.Skill, Teacher.Skill, Teacher.Skill);

    /// <summary>In points of accuracy, of a hundred.</summary>
    internal RetentionFigure OverScratch(RetentionArm arm) => RetentionFigure.Of((student, scratch, _) => (student - scratch) * 100, arm.Skill, Scratch.Skill, Scratch.Skill);

    private static string Cell(RetentionFigure figure, IEnumerable<double> seeds, string format)
    {
        var values = seeds.ToList();
        var mean = values.Average();
        var spread = values.Count > 1 ? $" ± {Text(Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)), format)}" : "";
        return figure.Draws.Count == 0 ? Text(figure.Value, format) + spread : $"{Text(figure.Value, format)} [{Text(figure.Interval.Low, format)}, {Text(figure.Interval.High, format)}]{spread}";
    }

    private static string Text(double value, string format = "#,0") => value.ToString(format, CultureInfo.InvariantCulture);
}
