using Platform.Model.Training;

namespace Platform.Model.Tests.Distillation;

/// <summary>Blocks of tokens below 380, which tiny networks know.</summary>
internal static class SampleBlocks
{
    public static TokenBlock Of(int length, int number)
    {
        int[] ids = [.. Enumerable.Range(0, length + 1).Select(i => (i * 37 + number * number * 101 + 11) % 380)];
        var block = new TokenBlock(length);
        block.Put(0, ids, [.. Enumerable.Repeat(true, ids.Length)], 0, length, document: 0);
        return block;
    }
}
