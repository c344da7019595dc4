using System.Runtime.CompilerServices;
using Platform.Model.Tensors;

namespace Platform.Model.Tests;

/// <summary>A test may touch TorchSharp before any type of the model's assembly.</summary>
internal static class TorchStart
{
    [ModuleInitializer]
    internal static void Load() => TorchNative.EnsureLoaded();
}
