using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>How well a network foretells documents it has not learned from, source by source.</summary>
internal sealed class HeldOutLoss
{
    private const int BlocksAtOnce = 8;
    private readonly List<(string Source, TokenBlocks Blocks, double CharactersPerToken)> _sources;

    /// <param name="most">Most blocks of a source.</param>
    public HeldOutLoss(IEnumerable<TrainingRow> rows, DataPart data, int filler, int most)
    {
        _sources = [];
        foreach (var source in rows.GroupBy(row => row.Source, StringComparer.Ordinal))
        {
            var (chosen, tokens, characters, learned) = (new List<TrainingRow>(), 0L, 0L, 0L);
            foreach (var row in source.TakeWhile(_ => tokens < (long)most * data.BlockTokens))
            {
                chosen.Add(row);
                tokens += row.Ids.Length;
                characters += row.Characters;
                learned += row.Learned.Count(one => one);
            }

            var blocks = TokenBlocks.Of(chosen, data.BlockTokens, data.Packing, filler);
            if (blocks.Count > 0 && learned > 0)
                _sources.Add((source.Key, blocks, characters / (double)learned));
        }
    }

    /// <returns>Nats per token over everything; no number where nothing is held out.</returns>
    public double Mean(TrainedNetwork network, CancellationToken cancellationToken) => Mean(Measure(network, cancellationToken));

    public static double Mean(IReadOnlyList<HeldOut> measured) => measured.Sum(one => one.Loss * one.Tokens) / measured.Sum(one => one.Tokens);

    /// <returns>Nats per token and bits per character; the tokens of the template count among the bits.</returns>
    public IReadOnlyList<HeldOut> Measure(TrainedNetwork network, CancellationToken cancellationToken)
    {
        var results = new List<HeldOut>();
        foreach (var (source, blocks, characters) in _sources)
        {
            var (sum, count) = (0.0, 0L);
            for (var at = 0; at < blocks.Count; at += BlocksAtOnce)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var none = no_grad();
                var batch = TokenBatch.Of([.. Enumerable.Range(at, Math.Min(BlocksAtOnce, blocks.Count - at)).Select(i => blocks[i])]);
                if (batch.Counted == 0)
                    continue;
                sum += network.Loss(batch).item<float>();
                count += batch.Counted;
            }

            results.Add(new HeldOut(source, count, sum / Math.Max(1, count), sum / Math.Max(1, count) / Math.Log(2) / characters));
        }

        return results;
    }
}

/// <param name="Loss">Nats per token.</param>
/// <param name="BitsPerCharacter">Of the text without the template's own.</param>
internal sealed record HeldOut(string Source, long Tokens, double Loss, double BitsPerCharacter);
