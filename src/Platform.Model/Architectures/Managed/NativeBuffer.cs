using System.Runtime.InteropServices;

namespace Platform.Model.Architectures.Managed;

/// <summary>Native memory for weights, keys and values: outside the garbage collector's sight, freed by Dispose and by nothing else.</summary>
/// <remarks>Large buffers ask Linux for huge pages: streaming hundreds of megabytes through 4 KiB pages costs a tenth of the read rate.</remarks>
internal sealed unsafe partial class NativeBuffer : IDisposable
{
    private const nuint HugePage = 2 << 20;
    private const int AdviseHugePages = 14; // MADV_HUGEPAGE

    private void* _address;

    /// <param name="clear">Whether it begins as zeros; a pool that is written before it is read need not, and takes memory only as it fills.</param>
    public NativeBuffer(long bytes, bool clear = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        Bytes = bytes;
        var huge = (nuint)bytes >= 2 * HugePage;
        _address = NativeMemory.AlignedAlloc((nuint)bytes, huge ? HugePage : 64);
        if (huge && OperatingSystem.IsLinux())
            _ = Advise(_address, (nuint)bytes, AdviseHugePages); // a wish: where it is refused, small pages do
        if (clear)
            NativeMemory.Clear(_address, (nuint)bytes);
    }

    public long Bytes { get; }

    public T* As<T>()
        where T : unmanaged => (T*)_address;

    public void Dispose()
    {
        NativeMemory.AlignedFree(_address);
        _address = null;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
