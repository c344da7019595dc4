using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>Looks how far a packed stream unfolds before the parser takes it into memory.</summary>
/// <param name="most">Bytes of all streams together.</param>
internal sealed class PdfFilters(long most) : IFilterProvider
{
    private const int MostLzwRatio = 1_400;
    private long _taken;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Bounded(DefaultFilterProvider.Instance.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Bounded(DefaultFilterProvider.Instance.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Bounded(DefaultFilterProvider.Instance.GetAllFilters());

    private IReadOnlyList<IFilter> Bounded(IReadOnlyList<IFilter> filters) => [.. filters.Select(filter => new BoundedFilter(filter, this))];

    private void Take(long bytes)
    {
        if ((_taken += bytes) > most)
            throw new ImportFileException(FileProblem.Unsafe, $"it unpacks to more than {most} bytes") { Chinese = $"展开后超过 {most} 字节" };
    }

    private void Inflate(ReadOnlyMemory<byte> input)
    {
        using var packed = new ZLibStream(new MemoryStream(input.ToArray(), writable: false), CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = packed.Read(buffer)) > 0;)
                Take(read);
        }
        catch (InvalidDataException)
        {
            // broken at its end: the parser takes what came before
        }
    }

    private sealed class BoundedFilter(IFilter inner, PdfFilters all) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            switch (inner)
            {
                case FlateFilter:
                    all.Inflate(input);
                    break;
                case LzwFilter:
                    all.Take((long)input.Length * MostLzwRatio);
                    break;
            }

            return inner.Decode(input, streamDictionary, filterProvider, filterIndex);
        }
    }
}
