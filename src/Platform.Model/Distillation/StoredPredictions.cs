using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Platform.Model.Recipes;
using Platform.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Distillation;

/// <summary>A teacher's predictions on file: for each token that counts some ids, drawn by their probability or the likeliest.</summary>
/// <remarks>
/// File: magic, length and JSON of <see cref="CacheIdentity"/>, then for each block its length, a checksum and its tokens: how many ids, and for each
/// two bytes of id and one of how often it was drawn, or two of the logarithm of its probability in half precision. Source: Anshumann et al. 2025,
/// "Sparse logit sampling", arXiv:2503.16870.
/// </remarks>
internal sealed class StoredPredictions
{
    private const int MostInARow = 255;
    private const int MostIds = 1 << 16;
    private static readonly byte[] Magic = "platform stored 1"u8.ToArray();
    private readonly string _path;
    private readonly List<long> _places;
    private readonly CacheIdentity _identity;

    private StoredPredictions(string path, List<long> places, CacheIdentity identity) => (_path, _places, _identity) = (path, places, identity);

    public PredictionCodec Codec => _identity.Codec;

    /// <exception cref="RecipeException">The file is missing, broken, or comes of something else.</exception>
    public static StoredPredictions Open(string path, CacheIdentity wanted)
    {
        if (!File.Exists(path))
            throw new RecipeException($"There are no stored predictions at {path}. Store them with: platform cache RECIPE --output {path}");
        using var file = File.OpenRead(path);
        using var reader = new BinaryReader(file, Encoding.UTF8);
        try
        {
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic))
                throw new RecipeException($"{path} holds no stored predictions.");
            var identity = JsonSerializer.Deserialize<CacheIdentity>(reader.ReadBytes(Math.Clamp(reader.ReadInt32(), 0, 1 << 16)), JsonSerializerOptions.Web)!;
            if (wanted.Difference(identity) is { } difference)
                throw new RecipeException($"The predictions in {path} come of something else than this recipe: {difference}. Store them again.");
            var places = new List<long>();
            while (file.Position < file.Length)
            {
                places.Add(file.Position);
                file.Position += 8 + reader.ReadInt32();
            }

            return file.Position == file.Length ? new StoredPredictions(path, places, identity) : throw new EndOfStreamException();
        }
        catch (Exception broken) when (broken is EndOfStreamException or JsonException or IOException)
        {
            throw new RecipeException($"{path} is broken or cut short: {broken.Message} Store the predictions again.", broken);
        }
    }

    /// <summary>Asks a teacher; the file appears when it is whole.</summary>
    /// <returns>Tokens that were predicted, and bytes of the file.</returns>
    public static (long Tokens, long Bytes) Write(string path, CacheIdentity identity, TrainedNetwork teacher, TokenBlocks blocks, int seed, CancellationToken cancellationToken)
    {
        if (identity.Count is < 1 or > MostInARow || teacher.Config.VocabularySize > MostIds)
            throw new RecipeException($"distill.logits.{(identity.Codec == PredictionCodec.Top ? "top" : "draws")} is {identity.Count} and the vocabulary {teacher.Config.VocabularySize}; 1 to {MostInARow} of at most {MostIds} ids can be stored.");
        var aside = path + ".writing";
        var tokens = 0L;
        using (var file = File.Create(aside))
        {
            using var writer = new BinaryWriter(file, Encoding.UTF8);
            writer.Write(Magic);
            var header = Encoding.UTF8.GetBytes(identity.Json());
            writer.Write(header.Length);
            writer.Write(header);
            for (var at = 0; at < blocks.Count; at++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var body = Body(teacher, blocks[at], identity, seed + at);
                writer.Write(body.Length);
                writer.Write(Crc32.HashToUInt32(body));
                writer.Write(body);
                tokens += blocks[at].Counted;
            }

            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
        return (tokens, new FileInfo(path).Length);
    }

    /// <returns>For every id its row among those that count, itself, and its share of the row; shape (ids) each.</returns>
    /// <exception cref="RecipeException">The file was changed or is broken.</exception>
    public (Tensor Row, Tensor Id, Tensor Share) Of(IReadOnlyList<int> examples, TokenBlocks blocks)
    {
        var (rows, ids, shares, row) = (new List<long>(), new List<long>(), new List<float>(), 0L);
        using var file = File.OpenRead(_path);
        using var reader = new BinaryReader(file, Encoding.UTF8);
        foreach (var example in examples)
        {
            file.Position = _places[example];
            var (length, sum) = (reader.ReadInt32(), reader.ReadUInt32());
            var body = reader.ReadBytes(length);
            if (body.Length != length || Crc32.HashToUInt32(body) != sum)
                throw new RecipeException($"Block {example} in {_path} is broken: its checksum differs. Store the predictions again.");
            for (var (at, token) = (0, 0); token < blocks[example].Counted; token++, row++)
                for (var left = body[at++]; left > 0; left--)
                {
                    rows.Add(row);
                    ids.Add(BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(at)));
                    shares.Add(Codec == PredictionCodec.Top ? MathF.Exp((float)BinaryPrimitives.ReadHalfLittleEndian(body.AsSpan(at + 2))) : body[at + 2] / (float)_identity.Count);
                    at += Codec == PredictionCodec.Top ? 4 : 3;
                }
        }

        return (tensor(rows.ToArray()), tensor(ids.ToArray()), tensor(shares.ToArray()));
    }

    private static byte[] Body(TrainedNetwork teacher, TokenBlock block, CacheIdentity identity, int seed)
    {
        if (block.Counted == 0)
            return [];
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var logits = teacher.Logits(TokenBatch.Of([block])) / identity.Temperature;
        return identity.Codec == PredictionCodec.Top ? Likeliest(logits, identity.Count) : Drawn(logits, identity.Count, seed);
    }

    private static byte[] Drawn(Tensor logits, int draws, int seed)
    {
        using var generator = new Generator((ulong)seed);
        var drawn = multinomial(nn.functional.softmax(logits, 1), draws, replacement: true, generator).data<long>().ToArray();
        var body = new List<byte>();
        foreach (var token in drawn.Chunk(draws))
        {
            var counts = token.GroupBy(id => id).OrderBy(group => group.Key).ToList();
            body.Add((byte)counts.Count);
            foreach (var group in counts)
                body.AddRange([(byte)group.Key, (byte)(group.Key >> 8), (byte)group.Count()]);
        }

        return [.. body];
    }

    private static byte[] Likeliest(Tensor logits, int top)
    {
        var count = (int)Math.Min(top, logits.shape[1]);
        var (values, indexes) = nn.functional.log_softmax(logits, 1).topk(count, 1);
        var (likely, ids) = (values.data<float>().ToArray(), indexes.data<long>().ToArray());
        var body = new byte[logits.shape[0] * (1 + count * 4)];
        for (var (at, i) = (0, 0); i < ids.Length; i++, at += 4)
        {
            if (i % count == 0)
                body[at++] = (byte)count;
            BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(at), (ushort)ids[i]);
            BinaryPrimitives.WriteHalfLittleEndian(body.AsSpan(at + 2), (Half)likely[i]);
        }

        return body;
    }
}
