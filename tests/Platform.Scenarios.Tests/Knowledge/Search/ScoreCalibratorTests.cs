using Platform.Scenarios.Knowledge.Search;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge.Search;

public sealed class ScoreCalibratorTests
{
    private const int Questions = 400;
    private const double Limit = ScoreCalibrator.Limit;

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void At_the_limit_one_in_six_unknown_questions_is_let_through_however_sparse_the_base(double signalOfKnown)
    {
        var asked = Rehearse(signalOfKnown, rightShare: 0.6);

        var calibrator = ScoreCalibrator.Fit(asked);

        ShareReaching(calibrator, asked.Where(question => !question.Known)).ShouldBeInRange(0.14, 0.18);
    }

    [Fact]
    public void A_base_that_hardly_errs_on_its_own_questions_answers_nearly_all_of_them()
    {
        var asked = Rehearse(signalOfKnown: 0.5, rightShare: 0.985);

        var calibrator = ScoreCalibrator.Fit(asked);

        ShareReaching(calibrator, asked.Where(question => question.Known)).ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public void A_calibrator_reads_as_it_was_written()
    {
        var asked = Rehearse(signalOfKnown: 0.5, rightShare: 0.6);
        var calibrator = ScoreCalibrator.Fit(asked);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        calibrator.Write(writer);
        stream.Position = 0;

        var read = ScoreCalibrator.Read(new BinaryReader(stream));

        read.Score(asked[0].Candidates[0].Signals).ShouldBe(calibrator.Score(asked[0].Candidates[0].Signals));
    }

    private static double ShareReaching(ScoreCalibrator calibrator, IEnumerable<RehearsedQuestion> asked) =>
        asked.Average(question => question.Candidates.Max(candidate => calibrator.Score(candidate.Signals)) >= Limit ? 1.0 : 0);

    /// <summary>Half of the questions known, half not; the known lie higher by <paramref name="signalOfKnown"/> than the unknown, who scatter as they do.</summary>
    private static List<RehearsedQuestion> Rehearse(double signalOfKnown, double rightShare)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Questions).Select(number =>
        {
            var known = number % 2 == 0;
            var signal = random.NextDouble() + (known ? signalOfKnown : 0) - 0.5;
            var right = known && random.NextDouble() < rightShare;
            return new RehearsedQuestion([new CalibrationCase([(float)signal, 0, 0, 0, 0, 0, 0, 0, 0, 0, -5], right)], known, 1);
        })];
    }
}
