namespace Platform.Model.Training;

/// <summary>When a run has stopped getting better on what is held out.</summary>
/// <param name="most">Measurements in a row without a better one; 0 for no end.</param>
internal sealed class Patience(int most)
{
    private int _since;

    /// <param name="before">What was measured before the run was stopped, in its order.</param>
    public Patience(int most, IEnumerable<double> before)
        : this(most)
    {
        foreach (var loss in before)
            _ = IsBest(loss);
    }

    /// <summary>A best model is kept.</summary>
    public bool HasBest => most > 0 && double.IsFinite(Best);

    public bool Spent => HasBest && _since >= most;

    public double Best { get; private set; } = double.PositiveInfinity;

    public bool IsBest(double loss)
    {
        if (!(loss < Best))
        {
            _since++;
            return false;
        }

        (Best, _since) = (loss, 0);
        return true;
    }
}
