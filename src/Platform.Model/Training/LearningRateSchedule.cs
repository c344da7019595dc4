namespace Platform.Model.Training;

/// <summary>The learning rate of each step.</summary>
internal static class LearningRateSchedule
{
    /// <param name="step">From 0.</param>
    public static double At(TrainPart train, int step)
    {
        if (step < train.Warmup)
            return train.LearningRate * (step + 1) / train.Warmup;
        var done = (step - train.Warmup) / (double)Math.Max(1, train.Steps - train.Warmup);
        var left = train.Schedule switch
        {
            ScheduleKind.Constant => 1,
            ScheduleKind.Linear => 1 - done,
            ScheduleKind.Cosine => (1 + Math.Cos(Math.PI * Math.Min(1, done))) / 2,
            _ => Math.Min(1, (train.Steps - step) / (double)Math.Max(1, train.Decay)),
        };
        return train.LearningRate * (train.Floor + (1 - train.Floor) * Math.Clamp(left, 0, 1));
    }
}
