using Platform.Model.Architectures;
using Platform.Model.Generation;

namespace Platform.Model.Serving.Scheduling;

/// <summary>Makes the sequences of a request.</summary>
internal sealed class SequenceFactory(IDecoderEngine engine, LoadedText text, BlockPool pool, SamplingScratch scratch, FiguresRecorder figures, Drafter? drafter, bool sharePrompts)
{
    public IEnumerable<Sequence> Of(GenerationJob job, int adapter)
    {
        var request = job.Request;
        var seed = request.Sampling.Seed ?? Random.Shared.NextInt64();
        var root = PrefixKey.Root(adapter, request.Tenant, request.CacheSalt);
        for (var choice = 0; choice < job.SequenceCount; choice++)
        {
            var draftTable = drafter is null ? null : new BlockTable(drafter.Pool, drafter.BlockTokens, root, sharePrompts);
            yield return new Sequence(job, choice, seed, text, new BlockTable(pool, engine.BlockTokens, root, sharePrompts), draftTable, adapter, scratch, figures);
        }
    }
}
