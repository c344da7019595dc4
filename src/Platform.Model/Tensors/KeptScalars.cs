using System.Collections.Concurrent;
using TorchSharp;

namespace Platform.Model.Tensors;

/// <summary>Numbers that are handed to tensor operations, kept for ever.</summary>
/// <remarks>TorchSharp turns a plain number into a Scalar that nothing holds during the native call: when the garbage collector runs just then, its
/// finalizer frees what is being read ("Expected false to be true", raised from toFloat). Seen under load; a kept Scalar cannot be freed.</remarks>
internal static class KeptScalars
{
    private static readonly ConcurrentDictionary<double, Scalar> Kept = [];

    /// <summary>For the few values that a program uses again and again.</summary>
    public static Scalar Of(double value) => Kept.GetOrAdd(value, static number => number.ToScalar());
}
