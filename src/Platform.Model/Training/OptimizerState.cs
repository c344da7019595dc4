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
    /// <returns>The norm of all gradients before they were clipped; when it is no number, nothing was moved.</returns>
    public double Step(double rate, TrainPart train)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        Tensor[] gradients = [.. _parameters.Select(parameter => parameter.grad ?? zeros_like(parameter))];
        var norm = ((Tensor)TrainingScript.Unit.invoke("clip", gradients, tensor((float)train.Clip))!).item<float>();
        if (float.IsFinite(norm))
        {
            foreach (var step in _steps)
                step.add_(1);
            var lr = tensor((float)rate);
            Update(.._matrices, train.WeightDecay);
            Update(_matrices.., 0);

            void Update(Range part, double decay)
            {
                if (_parameters[part].Length > 0)
                    TrainingScript.Unit.invoke("adamw", _parameters[part], gradients[part], _first[part], _second[part], _steps[part], lr, tensor(train.Beta2), tensor(decay));
            }
        }

        foreach (var parameter in _parameters)
            parameter.grad = null;
        return norm;
    }

    public void Write(string path) => SafeTensorsFile.Write(path, Named(), new Dictionary<string, string>(StringComparer.Ordinal));

    /// <exception cref="Checkpoints.CheckpointException">The file belongs to another network.</exception>
    public void Read(string path)
    {
        var file = SafeTensorsFile.Open(path);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var (name, tensor) in Named())
            tensor.copy_(file.Read(name, CPU, ScalarType.Float32).view(tensor.shape));
    }

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
