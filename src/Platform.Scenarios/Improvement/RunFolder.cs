using Platform.Data;

namespace Platform.Scenarios.Improvement;

/// <summary><c>runs/ID</c> in the data folder: the dataset as it was given to the run, and the training itself.</summary>
internal static class RunFolder
{
    public static string Of(Guid run, DataOptions data) => data.FullPath("runs", run.ToString());
}
