using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>AdamW over the tensors of a network, weight decay on matrices only.</summary>
/// <remarks>Source: Loshchilov and Hutter 2019, arXiv:1711.05101.</remarks>
internal sealed class OptimizerState : IDisposable
{
    private readonly Tensor[] _parameters;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;
    private readonly Tensor[] _steps;
    private readonly int _matrices;

    public OptimizerState(IEnumerable<Tensor> parameters)
    {
        _parameters = [.. parameters.OrderByDescending(parameter => parameter.dim() > 1)]; // stable: matrices first, each kind in its order
        _matrices = _parameters.Count(parameter => parameter.dim() > 1);
        _first = [.. _parameters.Select(parameter => zeros_like(parameter, requires_grad: false).DetachFromDisposeScope())];
        _second = [.. _parameters.Select(parameter => zeros_like(parameter, requires_grad: false).DetachFromDisposeScope())];
        _steps = [.. _parameters.Select(_ => zeros([]).DetachFromDisposeScope())];
    }

    /// <summary>Clips the gradients, moves the weights and forgets the gradients.</summary>
    /// <param name="moves">Which tensors move; null for all.</param>
    /// <returns>The norm of the gradients of those, before they were clipped; when it is no number, nothing was moved.</returns>
    public double Step(double rate, TrainPart train, Func<Tensor, bool>? moves = null)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        int[] moved = [.. Enumerable.Range(0, _parameters.Length).Where(at => moves?.Invoke(_parameters[at]) ?? true)];
        Tensor[] gradients = [.. _parameters.Select(parameter => parameter.grad ?? zeros_like(parameter))];
        var norm = ((Tensor)TrainingScript.Unit.invoke("clip", Of(gradients, moved), tensor((float)train.Clip))!).item<float>();
        if (float.IsFinite(norm))
        {
            foreach (var at in moved)
                _steps[at].add_(KeptScalars.Of(1));
            var lr = tensor((float)rate);
            Update([.. moved.Where(at => at < _matrices)], train.WeightDecay);
            Update([.. moved.Where(at => at >= _matrices)], 0);

            void Update(int[] part, double decay)
            {
                if (part.Length > 0)
                    TrainingScript.Unit.invoke("adamw", Of(_parameters, part), Of(gradients, part), Of(_first, part), Of(_second, part), Of(_steps, part), lr, tensor(train.Beta2), tensor(decay));
            }
        }

        foreach (var parameter in _parameters)
            parameter.grad = null;
        return norm;

        static Tensor[] Of(Tensor[] all, int[] part) => [.. part.Select(at => all[at])];
    }

    public void Write(string path) => SafeTensorsFile.Write(path, Named(), new Dictionary<string, string>(StringComparer.Ordinal));

    /// <exception cref="Checkpoints.CheckpointException">The file belongs to another network.</exception>
    public void Read(string path) => SafeTensorsFile.Open(path).ReadInto(Named());

    public void Dispose()
    {
        foreach (var tensor in _first.Concat(_second).Concat(_steps))
            tensor.Dispose();
    }

    private IEnumerable<KeyValuePair<string, Tensor>> Named() => Enumerable.Range(0, _parameters.Length).SelectMany(at => new[]
    {
        KeyValuePair.Create($"{at}.first", _first[at]), KeyValuePair.Create($"{at}.second", _second[at]), KeyValuePair.Create($"{at}.steps", _steps[at].view(1)),
    });
}
