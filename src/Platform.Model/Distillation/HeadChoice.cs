using Platform.Model.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Distillation;

/// <summary>Which heads a narrower layer keeps: whole groups that share keys and values, the same number of query heads in each.</summary>
internal static class HeadChoice
{
    /// <param name="sizes">How much each of the teacher's heads puts out, shape (H).</param>
    /// <returns>Numbers of groups and of query heads, in their order.</returns>
    public static (int[] Groups, int[] Heads) Of(Tensor sizes, DecoderConfig teacher, DecoderConfig student)
    {
        var values = sizes.data<float>().ToArray();
        var (all, kept) = (teacher.QueryHeads / teacher.KeyValueHeads, student.QueryHeads / student.KeyValueHeads);
        int[][] best = [.. Enumerable.Range(0, teacher.KeyValueHeads).Select(group => Enumerable.Range(group * all, all).OrderByDescending(head => values[head]).Take(kept).Order().ToArray())];
        int[] groups = [.. Enumerable.Range(0, teacher.KeyValueHeads).OrderByDescending(group => best[group].Sum(head => values[head])).Take(student.KeyValueHeads).Order()];
        return (groups, [.. groups.SelectMany(group => best[group])]);
    }
}
