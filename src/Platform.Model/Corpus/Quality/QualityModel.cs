using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Platform.Model.Corpus.Quality;

/// <summary>Logistic regression over hashed rows of one to three signs: how probable it is that a text was written with care rather than scraped, spun or broken.</summary>
internal sealed class QualityModel
{
    private const int Bits = 17;
    private const int Longest = 2000; // signs of a text that are looked at
    private const uint Magic = 0x314D5150; // "PQM1"
    private readonly float[] _weights;
    private float _bias;

    private QualityModel(float[] weights, float bias) => (_weights, _bias) = (weights, bias);

    public string Fingerprint => Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes(_weights.AsSpan())));

    /// <summary>Plain stochastic gradient descent with AdaGrad steps and L2 decay, in a fixed order.</summary>
    /// <param name="texts">Each with whether it is good.</param>
    public static QualityModel Train(IReadOnlyList<(string Text, bool Good)> texts, int epochs = 5, int seed = 1)
    {
        var model = new QualityModel(new float[1 << Bits], 0);
        var squares = new float[1 << Bits];
        var random = new Random(seed);
        var order = Enumerable.Range(0, texts.Count).ToArray();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var at in order)
            {
                var features = Features(texts[at].Text);
                var error = (float)((texts[at].Good ? 1 : 0) - Sigmoid(model.Score(features)));
                model._bias += 0.05f * error;
                foreach (var (feature, value) in features)
                {
                    var gradient = (error * value) - (1e-6f * model._weights[feature]);
                    squares[feature] += gradient * gradient;
                    model._weights[feature] += 0.3f * gradient / (MathF.Sqrt(squares[feature]) + 1e-3f);
                }
            }
        }

        return model;
    }

    public double Probability(string text) => Sigmoid(Score(Features(text)));

    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(Magic);
        writer.Write(_bias);
        foreach (var weight in _weights)
            writer.Write((Half)weight);
    }

    public static QualityModel Read(string path)
    {
        if (!File.Exists(path))
            throw new CorpusException($"There is no quality model {path}. Train one with: platform corpus quality-train CORPUS --output FILE.");
        using var reader = new BinaryReader(File.OpenRead(path));
        if (reader.BaseStream.Length != 8 + (2L << Bits) || reader.ReadUInt32() != Magic)
            throw new CorpusException($"{path} is no quality model.");
        var model = new QualityModel(new float[1 << Bits], reader.ReadSingle());
        for (var at = 0; at < model._weights.Length; at++)
            model._weights[at] = (float)reader.ReadHalf();
        return model;
    }

    private double Score(Dictionary<int, float> features)
    {
        var score = (double)_bias;
        foreach (var (feature, value) in features)
            score += _weights[feature] * value;
        return score;
    }

    /// <summary>Places in the table with how often each row occurs, damped, the whole of length one: long and short texts weigh the same.</summary>
    private static Dictionary<int, float> Features(string text)
    {
        var counts = new Dictionary<int, float>();
        var signs = text.AsSpan(0, Math.Min(text.Length, Longest));
        for (var at = 0; at < signs.Length; at++)
            for (var length = 1; length <= 3 && at + length <= signs.Length; length++)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, (int)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(signs.Slice(at, length))) >> (64 - Bits)), out _)++;
        var norm = 0f;
        foreach (var count in counts.Values)
            norm += MathF.Log(1 + count) * MathF.Log(1 + count);
        norm = MathF.Sqrt(norm);
        foreach (var feature in counts.Keys.ToList())
            counts[feature] = MathF.Log(1 + counts[feature]) / norm;
        return counts;
    }

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
