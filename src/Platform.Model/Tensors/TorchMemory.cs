using System.Runtime.InteropServices;

namespace Platform.Model.Tensors;

/// <summary>How the C library deals with the memory of tensors.</summary>
public static partial class TorchMemory
{
    private const int TrimThreshold = -1;
    private const int MostMappings = -4;
    private const int MostArenas = -8;

    /// <summary>
    /// Keeps freed memory for the next tensor in place of giving it back and having it cleared page by page again: a training step makes and frees
    /// the same tensors each time. For processes that only train, before their threads start; other C libraries than glibc are left as they are.
    /// </summary>
    public static void Keep()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Set(MostArenas, 1);
            _ = Set(MostMappings, 0);
            _ = Set(TrimThreshold, int.MaxValue);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has one way only
        }
    }

    /// <summary>
    /// Gives the system back what was freed: the C library keeps pages of a model that is gone, in an arena for each thread that once allocated,
    /// and every model is opened by a thread of its own.
    /// </summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl gives it back by itself
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
