using System.Text.Json;

namespace Platform.Model.Tests.Outside;

/// <summary>
/// All four networks in plain loops and double precision, written from the papers and the published layouts, apart from the product: no tensors, one token after
/// another, nothing batched. What the product computes is compared with this.
/// </summary>
internal sealed class PlainDecoder
{
    private readonly PlainTensors _tensors;
    private readonly JsonElement _config;
    private readonly string _type;
    private readonly int _width;
    private readonly int _heads;
    private readonly int _keyValueHeads;
    private readonly int _headSize;
    private readonly double _epsilon;
    private readonly double[] _frequencies;
    private readonly List<LayerState> _layers;
    private int _position;

    public PlainDecoder(string folder)
    {
        _tensors = new PlainTensors(folder);
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        _config = document.RootElement.Clone();
        _type = _config.GetProperty("model_type").GetString()!;
        _width = Whole("hidden_size");
        _heads = Whole("num_attention_heads");
        _keyValueHeads = _config.TryGetProperty("num_key_value_heads", out var shared) ? shared.GetInt32() : _heads;
        _headSize = _config.TryGetProperty("head_dim", out var size) ? size.GetInt32() : _width / _heads;
        _epsilon = _config.GetProperty("rms_norm_eps").GetDouble();
        _frequencies = Frequencies();
        _layers = [.. Enumerable.Range(0, Whole("num_hidden_layers")).Select(_ => new LayerState())];
    }

    /// <summary>Forgets what was read and gives the logits after each token.</summary>
    public double[][] Logits(int[] tokens)
    {
        Forget();
        return [.. tokens.Select(Next)];
    }

    public int[] Greedy(int[] prompt, int count)
    {
        Forget();
        var logits = prompt.Select(Next).ToArray()[^1];
        var tokens = new List<int>();
        while (tokens.Count < count)
        {
            tokens.Add(Array.IndexOf(logits, logits.Max()));
            logits = Next(tokens[^1]);
        }

        return [.. tokens];
    }

    private double[] Next(int token)
    {
        var h = _tensors["model.embed_tokens.weight"][(token * _width)..((token + 1) * _width)];
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            Add(h, Attention(layer, Norm(h, Name(layer, "input_layernorm.weight"))));
            Add(h, FeedForward(layer, Norm(h, Name(layer, "post_attention_layernorm.weight"))));
        }

        _position++;
        var head = _tensors.Has("lm_head.weight") ? "lm_head.weight" : "model.embed_tokens.weight";
        return Linear(head, Norm(h, "model.norm.weight"));
    }

    private double[] Attention(int layer, double[] x)
    {
        var state = _layers[layer];
        double[] q, k;
        var v = Linear(Name(layer, "self_attn.v_proj"), x, withBias: true);
        if (_type == "yuan")
        {
            // the rows of q_proj and k_proj one under the other; of each 2·D of them the first D are a head's query, the others its key
            var filtered = Filter(layer, x);
            double[] both = [.. Linear(Name(layer, "self_attn.q_proj.weight"), filtered), .. Linear(Name(layer, "self_attn.k_proj.weight"), filtered)];
            q = [.. both.Chunk(2 * _headSize).SelectMany(head => head[.._headSize])];
            k = [.. both.Chunk(2 * _headSize).SelectMany(head => head[_headSize..])];
        }
        else
        {
            q = Linear(Name(layer, "self_attn.q_proj"), x, withBias: true);
            k = Linear(Name(layer, "self_attn.k_proj"), x, withBias: true);
        }

        if (_type == "qwen3")
        {
            q = [.. q.Chunk(_headSize).SelectMany(head => Norm(head, Name(layer, "self_attn.q_norm.weight")))];
            k = [.. k.Chunk(_headSize).SelectMany(head => Norm(head, Name(layer, "self_attn.k_norm.weight")))];
        }

        state.Keys.Add([.. k.Chunk(_headSize).SelectMany(Rotate)]);
        state.Values.Add(v);
        q = [.. q.Chunk(_headSize).SelectMany(Rotate)];

        var mixed = new double[_heads * _headSize];
        for (var head = 0; head < _heads; head++)
        {
            var shared = head / (_heads / _keyValueHeads) * _headSize;
            var weights = new double[_position + 1];
            for (var p = 0; p <= _position; p++)
                for (var i = 0; i < _headSize; i++)
                    weights[p] += q[head * _headSize + i] * state.Keys[p][shared + i] / Math.Sqrt(_headSize);
            var most = weights.Max();
            var sum = weights.Sum(w => Math.Exp(w - most));
            for (var p = 0; p <= _position; p++)
                for (var i = 0; i < _headSize; i++)
                    mixed[head * _headSize + i] += Math.Exp(weights[p] - most) / sum * state.Values[p][shared + i];
        }

        return Linear(Name(layer, "self_attn.o_proj.weight"), mixed);
    }

    private double[] FeedForward(int layer, double[] x)
    {
        var gate = Linear(Name(layer, "mlp.gate_proj.weight"), x);
        var up = Linear(Name(layer, "mlp.up_proj.weight"), x);
        var inner = gate.Zip(up, (g, u) => _type == "yuan" ? g * Silu(u) : Silu(g) * u).ToArray();
        return Linear(Name(layer, "mlp.down_proj.weight"), inner);
    }

    private double[] Filter(int layer, double[] x)
    {
        var state = _layers[layer];
        var first = Convolve(Name(layer, "self_attn.lf_gate.conv1"), state.LastInput ?? new double[_width], x);
        var second = Convolve(Name(layer, "self_attn.lf_gate.conv2"), state.LastInner ?? new double[_width / 2], first);
        state.LastInput = x;
        state.LastInner = first;
        Add(second, x);
        return Norm(second, Name(layer, "self_attn.lf_gate.output_layernorm.weight"), 1e-6);
    }

    /// <summary>Kernel of shape (out, in, 2, 1).</summary>
    private double[] Convolve(string name, double[] before, double[] now)
    {
        var (kernel, result) = (_tensors[$"{name}.weight"], (double[])_tensors[$"{name}.bias"].Clone());
        for (var o = 0; o < result.Length; o++)
            for (var i = 0; i < now.Length; i++)
                result[o] += kernel[(o * now.Length + i) * 2] * before[i] + kernel[(o * now.Length + i) * 2 + 1] * now[i];
        return result;
    }

    private double[] Rotate(double[] head)
    {
        var turned = new double[head.Length];
        for (var i = 0; i < head.Length / 2; i++)
        {
            var (sin, cos) = Math.SinCos(_position * _frequencies[i]);
            turned[i] = head[i] * cos - head[i + head.Length / 2] * sin;
            turned[i + head.Length / 2] = head[i + head.Length / 2] * cos + head[i] * sin;
        }

        return turned;
    }

    private double[] Frequencies()
    {
        var rotaryBase = _config.TryGetProperty("rope_theta", out var theta) ? theta.GetDouble() : 10000;
        var frequencies = Enumerable.Range(0, _headSize / 2).Select(i => Math.Pow(rotaryBase, -2.0 * i / _headSize)).ToArray();
        if (!_config.TryGetProperty("rope_scaling", out var scaling) || scaling.ValueKind != JsonValueKind.Object)
            return frequencies;

        double Of(string name) => scaling.GetProperty(name).GetDouble();
        return [.. frequencies.Select(frequency =>
        {
            var (wave, old) = (2 * Math.PI / frequency, Of("original_max_position_embeddings"));
            var (low, high) = (old / Of("low_freq_factor"), old / Of("high_freq_factor"));
            if (wave < high)
                return frequency;
            if (wave > low)
                return frequency / Of("factor");
            var smooth = (old / wave - Of("low_freq_factor")) / (Of("high_freq_factor") - Of("low_freq_factor"));
            return (1 - smooth) * frequency / Of("factor") + smooth * frequency;
        })];
    }

    private double[] Norm(double[] x, string gain, double? epsilon = null)
    {
        var scale = 1 / Math.Sqrt(x.Sum(v => v * v) / x.Length + (epsilon ?? _epsilon));
        return [.. x.Zip(_tensors[gain], (v, g) => v * scale * g)];
    }

    private double[] Linear(string name, double[] x, bool withBias = false)
    {
        var weight = _tensors[withBias ? $"{name}.weight" : name];
        var y = withBias && _tensors.Has($"{name}.bias") ? (double[])_tensors[$"{name}.bias"].Clone() : new double[weight.Length / x.Length];
        for (var o = 0; o < y.Length; o++)
            for (var i = 0; i < x.Length; i++)
                y[o] += weight[o * x.Length + i] * x[i];
        return y;
    }

    private static double Silu(double x) => x / (1 + Math.Exp(-x));

    private static void Add(double[] to, double[] what)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] += what[i];
    }

    private static string Name(int layer, string name) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"model.layers.{layer}.{name}");

    private int Whole(string name) => _config.GetProperty(name).GetInt32();

    private void Forget()
    {
        _position = 0;
        for (var i = 0; i < _layers.Count; i++)
            _layers[i] = new LayerState();
    }

    private sealed class LayerState
    {
        public List<double[]> Keys { get; } = [];

        public List<double[]> Values { get; } = [];

        public double[]? LastInput { get; set; }

        public double[]? LastInner { get; set; }
    }
}
