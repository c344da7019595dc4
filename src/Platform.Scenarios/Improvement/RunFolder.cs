using System.Globalization;
using Platform.Data;

namespace Platform.Scenarios.Improvement;

/// <summary><c>runs/ID</c> in the data folder: the dataset as it was given to the run, the training itself, and how often work on it broke off.</summary>
internal static class RunFolder
{
    public static string Of(Guid run, DataOptions data) => data.FullPath("runs", run.ToString());

    /// <summary>Counts work on a run that broke off; kept here, so that whoever takes the run next goes on counting.</summary>
    /// <param name="step">Where the run stood when it was taken; a run that has come further is counted anew.</param>
    /// <returns>How often it broke off without a step between.</returns>
    public static async Task<int> CountBrokenAsync(Guid run, int step, DataOptions data, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Directory.CreateDirectory(Of(run, data)).FullName, "broken.txt");
        var (times, reached) = File.Exists(file) ? Read(await File.ReadAllTextAsync(file, cancellationToken)) : (0, 0);
        times = step > reached ? 1 : times + 1;
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"{times} {step}"), cancellationToken);
        return times;
    }

    private static (int Times, int Step) Read(string words) =>
        words.Split(' ') is [var times, var step] && int.TryParse(times, CultureInfo.InvariantCulture, out var count) && int.TryParse(step, CultureInfo.InvariantCulture, out var at) ? (count, at) : (0, 0);
}
