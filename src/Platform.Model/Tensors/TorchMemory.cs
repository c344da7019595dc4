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

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
