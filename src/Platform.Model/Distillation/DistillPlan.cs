using Platform.Model.Recipes;
using Platform.Model.Training;

namespace Platform.Model.Distillation;

/// <summary>What is learned in which step of a distillation.</summary>
/// <remarks>Source of the three schedules: Sun et al. 2020, "MobileBERT", arXiv:2004.02984, section 3.3.</remarks>
internal sealed class DistillPlan
{
    private readonly DistillPart _part;
    private readonly TrainPart _train;
    private readonly int _layers;
    private readonly List<LayerPair> _pairs;

    /// <exception cref="RecipeException">A pair names a layer that is not there.</exception>
    public DistillPlan(DistillPart part, TrainPart train, int teacherLayers, int studentLayers)
    {
        (_part, _train, _layers) = (part, train, studentLayers);
        var map = LayerMap.Of(teacherLayers, studentLayers);
        var pairs = part.Relations.Pairs.Count > 0 ? part.Relations.Pairs : [.. map.Select((teacher, student) => new LayerPair { Teacher = teacher, Student = student })];
        if (pairs.Find(pair => pair.Teacher < 0 || pair.Teacher >= teacherLayers || pair.Student < 0 || pair.Student >= studentLayers) is { } strange)
            throw new RecipeException($"distill.relations.pairs joins layer {strange.Teacher} of the teacher with {strange.Student} of the student; layers 0 to {teacherLayers - 1} and 0 to {studentLayers - 1} are there.");
        double Shape(LayerPair pair) => pair.Weight * part.Relations.Weights switch { PairWeights.Linear => pair.Student + 1, PairWeights.Last => pair.Student == pairs.Max(other => other.Student) ? 1 : 0, _ => 1 };
        var sum = pairs.Sum(Shape);
        _pairs = [.. pairs.Select(pair => new LayerPair { Teacher = pair.Teacher, Student = pair.Student, Weight = Shape(pair) / sum }).Where(pair => pair.Weight > 0)];
        if (part.Schedule == DistillSchedule.Pkt && Enumerable.Range(0, studentLayers).Any(layer => _pairs.TrueForAll(pair => pair.Student != layer)))
            throw new RecipeException("distill.schedule: Pkt trains layer after layer, so that each of the student's needs a pair in distill.relations.");
    }

    /// <param name="step">From 0.</param>
    public DistillStage At(int step)
    {
        var relations = _part.Relations;
        var counts = relations.Weight > 0 && step % Math.Max(1, relations.Every) == 0;
        var fading = relations.Fading ? 1 - step / (double)_train.Steps : 1;
        switch (_part.Schedule)
        {
            case DistillSchedule.Jkt:
                var first = (int)(_train.Steps * _part.First);
                return step < first ? new DistillStage(_pairs, relations.Weight, Predicts: false, null, step, first) : new DistillStage([], 0, true, null, step - first, _train.Steps - first);
            case DistillSchedule.Pkt:
                var each = _train.Steps / (_layers + 1);
                var layer = each == 0 ? _layers : step / each;
                return layer < _layers
                    ? new DistillStage([.. _pairs.Where(pair => pair.Student == layer).Select(pair => new LayerPair { Teacher = pair.Teacher, Student = pair.Student })], relations.Weight, false, layer, step % each, each)
                    : new DistillStage([], 0, true, null, step - each * _layers, _train.Steps - each * _layers);
            default:
                return new DistillStage(counts ? _pairs : [], relations.Weight * fading, true, null, step, _train.Steps);
        }
    }

    /// <summary>The learning rate: each stage warms up and falls by itself.</summary>
    public double Rate(DistillStage stage) => LearningRateSchedule.At(
        new TrainPart
        {
            LearningRate = _train.LearningRate,
            Schedule = _train.Schedule,
            Floor = _train.Floor,
            Steps = stage.Steps,
            Warmup = Math.Min(_train.Warmup, stage.Steps / 5),
            Decay = Math.Min(_train.Decay, stage.Steps / 2),
        }, stage.Step);
}

/// <param name="Pairs">Whose relations count.</param>
/// <param name="Predicts">The predictions count.</param>
/// <param name="Layer">The one layer that learns, or null for all.</param>
/// <param name="Step">Within the stage, from 0.</param>
/// <param name="Steps">Of the stage.</param>
internal sealed record DistillStage(IReadOnlyList<LayerPair> Pairs, double Weight, bool Predicts, int? Layer, int Step, int Steps);
