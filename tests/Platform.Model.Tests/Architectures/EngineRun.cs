using Platform.Model.Architectures;

namespace Platform.Model.Tests.Architectures;

/// <summary>Drives an engine over one sequence.</summary>
internal static class EngineRun
{
    /// <summary>Logits of every token, the tokens given in chunks.</summary>
    public static float[][] Logits(IDecoderEngine engine, int[] tokens, int chunk, int[]? blocks = null)
    {
        blocks ??= [.. Enumerable.Range(0, (tokens.Length + 15) / 16)];
        var rows = new List<float[]>();
        for (var start = 0; start < tokens.Length; start += chunk)
        {
            var part = tokens.AsMemory(start, Math.Min(chunk, tokens.Length - start));
            var logits = new float[part.Length * engine.Config.VocabularySize];
            engine.Step([new SequenceSlice(part, start, blocks, 0)], logits);
            rows.AddRange(logits.Chunk(engine.Config.VocabularySize));
        }

        return [.. rows];
    }

    /// <summary>Greedy continuation, one token a step over the cache.</summary>
    public static int[] Greedy(IDecoderEngine engine, int[] prompt, int count)
    {
        int[] blocks = [.. Enumerable.Range(0, (prompt.Length + count + 15) / 16)];
        var (next, position, tokens) = (prompt.AsMemory(), 0, new List<int>());
        var logits = new float[engine.Config.VocabularySize];
        while (tokens.Count < count)
        {
            engine.Step([new SequenceSlice(next, position, blocks, next.Length - 1)], logits);
            position += next.Length;
            tokens.Add(Array.IndexOf(logits, logits.Max()));
            next = new[] { tokens[^1] };
        }

        return [.. tokens];
    }

    public static float Difference(float[][] one, float[][] other) =>
        one.Zip(other, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max()).Max();

    public static double Cosine(float[] one, float[] other)
    {
        var (product, first, second) = (0.0, 0.0, 0.0);
        for (var i = 0; i < one.Length; i++)
        {
            product += (double)one[i] * other[i];
            first += (double)one[i] * one[i];
            second += (double)other[i] * other[i];
        }

        return product / Math.Sqrt(first * second);
    }

    public static int[] Tokens(int seed, int count, int vocabulary)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(vocabulary))];
    }
}
