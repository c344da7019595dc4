using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.jit;

namespace Platform.Model.Architectures.TorchScript;

/// <summary>The fixed script texts of a whole step, each compiled once in a process.</summary>
/// <remarks>
/// A text that does not compile ends the process (an exception that nothing in LibTorchSharp catches): only these constants are
/// ever compiled, and the tests run each of them. A compiled unit is never freed by TorchSharp, therefore the cache.
/// </remarks>
internal static class StepScript
{
    private const string PlainLinear = """
        def lin(x: Tensor, w: Tensor, s: Tensor) -> Tensor:
          return torch.linear(x, w)

        """;

    private const string Int8Linear = """
        def lin(x: Tensor, w: Tensor, s: Tensor) -> Tensor:
          return torch._weight_int8pack_mm(x.flatten(0, 1).contiguous(), w, s).unflatten(0, [x.size(0), x.size(1)])

        """;

    private const string Int4Linear = """
        def pack4(w: Tensor) -> Tensor:
          return torch._convert_weight_to_int4pack_for_cpu(w, 2)

        def lin(x: Tensor, w: Tensor, s: Tensor) -> Tensor:
          return torch._weight_int4pack_mm_for_cpu(x.flatten(0, 1).contiguous(), w, 32, s).unflatten(0, [x.size(0), x.size(1)])

        """;

    /// <summary>B sequences, T new tokens of each, L positions of the longest, d width, H, KV heads of D channels. Vectors V: 5 a layer; matrices W with scales S: 4 a layer, then the head. The fraction comes as a tensor: TorchSharp hands a double over as a Scalar that its finalizer may free before the call has read it.</summary>
    private const string Step = """
        def turn(x: Tensor, c: Tensor, s: Tensor) -> Tensor:
          h = x.size(3) // 2
          a = torch.narrow(x, 3, 0, h)
          b = torch.narrow(x, 3, h, h)
          return torch.cat([a * c - b * s, b * c + a * s], 3)

        def step(ids: Tensor, c: Tensor, s: Tensor, slots: Tensor, gather: Tensor, mask: Tensor, wanted: Tensor, emb: Tensor, V: List[Tensor], W: List[Tensor], S: List[Tensor], KC: List[Tensor], VC: List[Tensor], H: int, KV: int, D: int, epsilon: Tensor, head: bool) -> Tensor:
          eps = float(epsilon)
          B = ids.size(0)
          T = ids.size(1)
          L = gather.size(0) // B
          x = torch.embedding(emb, ids)
          d = x.size(2)
          layers = len(KC)
          for i in range(layers):
            v = i * 5
            w = i * 4
            h = torch.rms_norm(x, [d], V[v], eps)
            qkv = lin(h, W[w], S[w])
            if V[v + 1].numel() > 0:
              qkv = qkv + V[v + 1]
            qkv = qkv.view([B, T, H + 2 * KV, D])
            q = torch.narrow(qkv, 2, 0, H)
            k = torch.narrow(qkv, 2, H, KV)
            if V[v + 2].numel() > 0:
              q = torch.rms_norm(q, [D], V[v + 2], eps)
              k = torch.rms_norm(k, [D], V[v + 3], eps)
            q = turn(q, c, s)
            k = turn(k, c, s)
            KC[i].index_copy_(0, slots, k.reshape([B * T, KV, D]))
            VC[i].index_copy_(0, slots, torch.narrow(qkv, 2, H + KV, KV).reshape([B * T, KV, D]))
            ks = torch.index_select(KC[i], 0, gather).view([B, L, KV, D]).transpose(1, 2)
            vs = torch.index_select(VC[i], 0, gather).view([B, L, KV, D]).transpose(1, 2)
            o = torch.scaled_dot_product_attention(q.transpose(1, 2), ks, vs, mask, 0.0, False, scale=None, enable_gqa=True)
            x = x + lin(o.transpose(1, 2).reshape([B, T, H * D]), W[w + 1], S[w + 1])
            h = torch.rms_norm(x, [d], V[v + 4], eps)
            gu = torch.chunk(lin(h, W[w + 2], S[w + 2]), 2, 2)
            x = x + lin(torch.silu(gu[0]) * gu[1], W[w + 3], S[w + 3])
          x = torch.index_select(x.flatten(0, 1), 0, wanted)
          x = torch.rms_norm(x, [d], V[layers * 5], eps)
          if head:
            x = lin(x.unsqueeze(0), W[layers * 4], S[layers * 4]).squeeze(0)
          return x

        """;

    private static readonly ConcurrentDictionary<ScriptFormat, CompilationUnit> Compiled = [];

    public static CompilationUnit Of(ScriptFormat format) => Compiled.GetOrAdd(format, wanted => compile(wanted switch
    {
        ScriptFormat.Int8 => Int8Linear,
        ScriptFormat.Int4 => Int4Linear,
        _ => PlainLinear,
    } + Step));
}
