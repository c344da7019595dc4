using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Platform.Model.Architectures;
using Platform.Model.Checkpoints;
using Platform.Model.Tensors;
using Platform.Testing;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Checkpoints;

/// <summary>Folders broken at random: each is read whole or refused in one sentence; nothing crashes, nothing stays in memory.</summary>
[Collection(Alone)] // it counts every tensor of the process
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class CheckpointFuzzTests : IDisposable
{
    private const string Alone = "counts tensors";

    private static readonly string[] Values = ["0", "-1", "1", "2147483647", "9223372036854775807", "18446744073709551616", "1e308", "0.5", "null", "true", "\"x\"", "[]", "{}", "\"../../etc/passwd\"", "\"/etc/passwd\"", "\"model.safetensors\"", "\"\""];

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(DecoderFamily.Llama, false)]
    [InlineData(DecoderFamily.Qwen3, true)]
    [InlineData(DecoderFamily.Yuan, true)]
    public void Broken_folders_are_refused_in_one_sentence(DecoderFamily family, bool sharded)
    {
        const int Mutations = 3500;
        var path = Path.Combine(_folder.Path, "model");
        using (var weights = DecoderWeights.Random(Smallest(family), 1))
            CheckpointWriter.Write(path, weights, mostShardBytes: sharded ? 3000 : long.MaxValue);
        var files = Directory.GetFiles(path).Select(file => (file, File.ReadAllBytes(file))).ToArray();
        var random = new Random(11);
        var tensors = Tensor.TotalCount;
        var (refused, read) = (0, 0);
        for (var i = 0; i < Mutations; i++)
        {
            var (file, bytes) = files[random.Next(files.Length)];
            var broken = Mutate(bytes, file.EndsWith(".json", StringComparison.Ordinal), random);
            File.Delete(file); // a file cut to nothing and written anew is flushed to the disk by some file systems, a new one is not
            if (broken is not null)
                File.WriteAllBytes(file, broken);
            try
            {
                using var weights = CheckpointReader.Open(path).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
                read++;
            }
            catch (CheckpointException failure)
            {
                refused++;
                failure.Message.ShouldNotContain('\n');
                failure.Message.ShouldStartWith("The checkpoint '");
                failure.Message.Length.ShouldBeLessThan(700);
            }
            finally
            {
                File.Delete(file);
                File.WriteAllBytes(file, bytes);
            }
        }

        refused.ShouldBeGreaterThan(Mutations / 3);
        read.ShouldBeGreaterThan(0); // a changed weight is still a weight
        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(tensors); // fewer where the collector has come for what earlier tests left
    }

    public void Dispose() => _folder.Dispose();

    private static byte[]? Mutate(byte[] bytes, bool isText, Random random)
    {
        switch (random.Next(isText ? 5 : 7))
        {
            case 0:
                return random.Next(20) == 0 ? null : bytes[..random.Next(bytes.Length)];
            case 1: // other bytes, near the start rather than within weights
                var changed = (byte[])bytes.Clone();
                for (var i = random.Next(1, 5); i > 0; i--)
                    changed[random.Next(Math.Min(bytes.Length, random.Next(2) == 0 ? 600 : bytes.Length))] = (byte)random.Next(256);
                return changed;
            case 2:
                return [.. bytes, .. Enumerable.Repeat((byte)random.Next(256), random.Next(1, 40))];
            case 3 or 4:
                return isText ? WithOtherValue(bytes, random) : WithOtherHeader(bytes, header => WithOtherValue(header, random));
            case 5: // the length of the header
                var relabelled = (byte[])bytes.Clone();
                BinaryPrimitives.WriteInt64LittleEndian(relabelled, random.Next(4) switch { 0 => -1, 1 => long.MaxValue, 2 => random.Next(5000), _ => 99_999_999 });
                return relabelled;
            default:
                return WithOtherHeader(bytes, header => [.. header, (byte)' ']); // all tensors one byte further
        }
    }

    private static byte[] WithOtherValue(byte[] json, Random random)
    {
        var text = Encoding.UTF8.GetString(json);
        var values = Regex.Matches(text, @"-?\d+(\.\d+)?|""[^""]*""|true|false|null");
        if (values.Count == 0)
            return json;
        var value = values[random.Next(values.Count)];
        return Encoding.UTF8.GetBytes(text[..value.Index] + Values[random.Next(Values.Length)] + text[(value.Index + value.Length)..]);
    }

    private static byte[] WithOtherHeader(byte[] file, Func<byte[], byte[]> change)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        var header = change(file[8..(8 + length)]);
        var start = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(start, header.Length);
        return [.. start, .. header, .. file[(8 + length)..]];
    }

    private static DecoderConfig Smallest(DecoderFamily family) => new DecoderConfig
    {
        Family = family,
        VocabularySize = 12,
        Width = 8,
        Layers = 1,
        QueryHeads = 2,
        KeyValueHeads = family == DecoderFamily.Yuan ? 2 : 1,
        HeadSize = 4,
        FeedForwardWidth = 8,
        Context = 32,
        NormEpsilon = 1e-6,
        RotaryBase = 10_000,
        TiedHead = family == DecoderFamily.Yuan,
        QueryKeyNorm = family == DecoderFamily.Qwen3,
    }.Checked();
}
