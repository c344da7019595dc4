using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Platform.Model.Tensors;

/// <summary>Lets TorchSharp's native library load on Linux systems whose libstdc++ is older than the one it was built with.</summary>
/// <remarks>
/// LibTorchSharp 0.107 asks for the symbol version GLIBCXX_3.4.32 (GCC 13) of one function that older systems (Debian 12, Ubuntu 22.04) do without.
/// The event below is raised only when the ordinary search has failed, so that newer systems load the library as it came. It then loads a copy
/// in memory that asks for that version weakly: nothing is written to disk, read-only installations included.
/// </remarks>
internal static partial class TorchNative
{
    private const string Library = "LibTorchSharp";

    /// <summary>Loaded before, by full path: the library names them without one.</summary>
    private static readonly string[] Needed = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private static nint _handle;

    /// <summary>For code (tests, benchmarks) that touches TorchSharp before any type of this assembly.</summary>
    public static void EnsureLoaded() => RuntimeHelpers.RunModuleConstructor(typeof(TorchNative).Module.ModuleHandle);

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries", Justification = "It must precede the static constructor of TorchSharp.torch, whose failure is final for the process.")]
    internal static void Hook()
    {
        if (OperatingSystem.IsLinux())
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
    }

    private static nint Resolve(Assembly assembly, string name)
    {
        if (name != Library)
            return 0;
        if (_handle != 0)
            return _handle;

        foreach (var folder in Folders().Where(folder => File.Exists(Path.Combine(folder, "libLibTorchSharp.so"))))
        {
            var image = File.ReadAllBytes(Path.Combine(folder, "libLibTorchSharp.so"));
            if (!ElfVersions.Weaken(image, "GLIBCXX_3.4.32"))
                continue;

            foreach (var needed in Needed.Select(file => Path.Combine(folder, file)).Where(File.Exists))
                NativeLibrary.Load(needed);
            return _handle = LoadFromMemory(image);
        }

        return 0;
    }

    private static IEnumerable<string> Folders() =>
        ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [])
        .Append(AppContext.BaseDirectory)
        .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"))
        .Distinct(StringComparer.Ordinal);

    private static nint LoadFromMemory(byte[] image)
    {
        var file = CreateMemoryFile("libLibTorchSharp.so", 0);
        if (file < 0)
            return 0;

        // The descriptor stays open for the life of the process: the mapping is named by it.
        using var stream = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(file, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        stream.Write(image);
        return NativeLibrary.TryLoad($"/proc/self/fd/{file}", out var handle) ? handle : 0;
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);
}
