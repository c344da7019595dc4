using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Platform.Model.Corpus.Contamination;
using Platform.Model.Corpus.Duplicates;

namespace Platform.Model.Corpus.Pipeline;

/// <summary>
/// Second stage, over all sources: equal texts, then nearly equal ones. Of a group one document stays: a held-out one before one for
/// training, then the one of better quality, then the longer one, then the first.
/// </summary>
internal sealed class DuplicateStage(IReadOnlyList<string> kept, double least, int threads, TestGrams? tests)
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<UInt128, int> _exact = [];

    /// <summary>Pairs of candidates, and those of them that were the same.</summary>
    public (long Candidates, long Verified) Pairs { get; private set; }

    /// <returns>For each document, in the order of the files, why it is dropped, or null.</returns>
    public string?[] Run(CancellationToken cancellationToken)
    {
        var handles = kept.Select(path => File.OpenHandle(path)).ToArray();
        try
        {
            var near = new NearDuplicates(least, number => TextOf(handles, _entries[number]), threads);
            for (var file = 0; file < kept.Count; file++)
            {
                var offset = 0L;
                var place = file;
                foreach (var read in OrderedWork.Select(CorpusFile.Lines(kept[file]), threads, Read, cancellationToken))
                {
                    _entries.Add(new Entry(place, offset, read.Bytes, read.Hash, read.IsDev, read.Quality, read.Characters));
                    offset += read.Bytes + 1;
                    near.Add(read.Signature);
                }
            }

            var groups = least > 0 ? near.Groups(cancellationToken) : [.. Enumerable.Range(0, _entries.Count)];
            Pairs = near.Pairs;
            return Reasons(groups);
        }
        finally
        {
            Array.ForEach(handles, handle => handle.Dispose());
        }
    }

    private string?[] Reasons(int[] groups)
    {
        var best = new Dictionary<int, int>();
        for (var item = 0; item < groups.Length; item++)
            if (!best.TryGetValue(groups[item], out var other) || IsBetter(_entries[item], _entries[other]))
                best[groups[item]] = item;
        var reasons = new string?[groups.Length];
        for (var item = 0; item < groups.Length; item++)
            if (best[groups[item]] is var stays && stays != item)
                reasons[item] = _entries[stays].Hash == _entries[item].Hash ? "duplicate" : "near duplicate";

        // with comparison switched off, or where texts are too short for rows, equal ones are still found
        for (var item = 0; item < groups.Length; item++)
        {
            if (reasons[item] is not null)
                continue;
            if (_exact.TryGetValue(_entries[item].Hash, out var other))
            {
                var (stays, goes) = IsBetter(_entries[item], _entries[other]) ? (item, other) : (other, item);
                reasons[goes] = "duplicate";
                _exact[_entries[item].Hash] = stays;
            }
            else
            {
                _exact[_entries[item].Hash] = item;
            }
        }

        return reasons;
    }

    private static bool IsBetter(Entry one, Entry other) =>
        one.IsDev != other.IsDev ? one.IsDev
        : one.Quality != other.Quality ? one.Quality > other.Quality
        : one.Characters > other.Characters;

    private (int Bytes, UInt128 Hash, bool IsDev, double Quality, int Characters, ulong[] Signature) Read(string line)
    {
        var document = CorpusFile.Parse(line);
        var text = document.AllText;
        if (document.Split != "dev")
            tests?.Meet(text);
        return (Encoding.UTF8.GetByteCount(line), XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan())), document.Split == "dev", document.Quality ?? 0, text.Length,
            least > 0 ? MinHash.Signature(Shingles.Of(text)) : []);
    }

    private static string TextOf(Microsoft.Win32.SafeHandles.SafeFileHandle[] handles, Entry entry)
    {
        var bytes = new byte[entry.Bytes];
        RandomAccess.Read(handles[entry.File], bytes, entry.Offset);
        return CorpusFile.Parse(Encoding.UTF8.GetString(bytes)).AllText;
    }

    private sealed record Entry(int File, long Offset, int Bytes, UInt128 Hash, bool IsDev, double Quality, int Characters);
}
