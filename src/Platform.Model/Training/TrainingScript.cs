using static TorchSharp.torch;
using static TorchSharp.torch.jit;

namespace Platform.Model.Training;

/// <summary>The fixed script text of a training step: the forward pass with its loss, clipping, and the optimizer.</summary>
/// <remarks>
/// Compiled once in a process; a text that does not compile ends the process, so only this constant ever is. TorchSharp itself has neither
/// rms_norm, grouped heads nor a fused optimizer. Fractions come as tensors: TorchSharp hands a double over as a
/// Scalar that its finalizer may free before the call has read it. Shapes: B blocks, T tokens, d width, H query heads, K key/value heads of D channels.
/// Weights P: embedding; eleven a layer (input norm, queries, keys, values, output, query norm, key norm, second norm, gate, up, down; query, key
/// and value biases follow as three more, empty where there are none); final norm; head.
/// <c>states</c> gives the final hidden states last; before them with keep 1 each layer's queries, keys and values (normalized, not yet turned), with
/// keep 2 each layer's input, heads' outputs, attention output, second half's input, feed-forward activations, feed-forward output, and the stream's end.
/// </remarks>
internal static class TrainingScript
{
    public const int PerLayer = 14;

    private const string Text = """
        def turn(x: Tensor, c: Tensor, s: Tensor) -> Tensor:
          h = x.size(3) // 2
          a = torch.narrow(x, 3, 0, h)
          b = torch.narrow(x, 3, h, h)
          return torch.cat([a * c - b * s, b * c + a * s], 3)

        def plus(x: Tensor, b: Tensor) -> Tensor:
          if b.numel() > 0:
            return x + b
          return x

        def states(ids: Tensor, c: Tensor, s: Tensor, mask: Tensor, P: List[Tensor], layers: int, H: int, KV: int, D: int, epsilon: Tensor, keep: int) -> List[Tensor]:
          eps = float(epsilon)
          B = ids.size(0)
          T = ids.size(1)
          kept = []
          x = torch.embedding(P[0], ids)
          d = x.size(2)
          for i in range(layers):
            w = 1 + i * 14
            if keep == 2:
              kept.append(x)
            h = torch.rms_norm(x, [d], P[w], eps)
            q = plus(torch.linear(h, P[w + 1]), P[w + 11]).view([B, T, H, D])
            k = plus(torch.linear(h, P[w + 2]), P[w + 12]).view([B, T, KV, D])
            v = plus(torch.linear(h, P[w + 3]), P[w + 13]).view([B, T, KV, D])
            if P[w + 5].numel() > 0:
              q = torch.rms_norm(q, [D], P[w + 5], eps)
              k = torch.rms_norm(k, [D], P[w + 6], eps)
            if keep == 1:
              kept.append(q)
              kept.append(k)
              kept.append(v)
            q = turn(q, c, s).transpose(1, 2)
            k = turn(k, c, s).transpose(1, 2)
            if mask.numel() > 0:
              o = torch.scaled_dot_product_attention(q, k, v.transpose(1, 2), mask, 0.0, False, scale=None, enable_gqa=True)
            else:
              o = torch.scaled_dot_product_attention(q, k, v.transpose(1, 2), None, 0.0, True, scale=None, enable_gqa=True)
            o = o.transpose(1, 2).reshape([B, T, H * D])
            a = torch.linear(o, P[w + 4])
            x = x + a
            h = torch.rms_norm(x, [d], P[w + 7], eps)
            f = torch.silu(torch.linear(h, P[w + 8])) * torch.linear(h, P[w + 9])
            m = torch.linear(f, P[w + 10])
            if keep == 2:
              kept.append(o)
              kept.append(a)
              kept.append(x)
              kept.append(f)
              kept.append(m)
            x = x + m
          if keep == 2:
            kept.append(x)
          kept.append(torch.rms_norm(x, [d], P[len(P) - 2], eps))
          return kept

        def chosen(x: Tensor, rows: Tensor) -> Tensor:
          x = x.flatten(0, 1)
          if rows.numel() > 0:
            x = torch.index_select(x, 0, rows)
          return x

        def logits(ids: Tensor, c: Tensor, s: Tensor, mask: Tensor, rows: Tensor, P: List[Tensor], layers: int, H: int, KV: int, D: int, eps: Tensor) -> Tensor:
          return torch.linear(chosen(states(ids, c, s, mask, P, layers, H, KV, D, eps, 0)[0], rows), P[len(P) - 1])

        def loss(ids: Tensor, c: Tensor, s: Tensor, mask: Tensor, rows: Tensor, targets: Tensor, P: List[Tensor], layers: int, H: int, KV: int, D: int, eps: Tensor) -> Tensor:
          return torch.cross_entropy_loss(logits(ids, c, s, mask, rows, P, layers, H, KV, D, eps), targets, None, 2, -100, 0.0)

        def surprise(ids: Tensor, c: Tensor, s: Tensor, mask: Tensor, rows: Tensor, targets: Tensor, P: List[Tensor], layers: int, H: int, KV: int, D: int, eps: Tensor) -> Tensor:
          return torch.cross_entropy_loss(logits(ids, c, s, mask, rows, P, layers, H, KV, D, eps), targets, None, 0, -100, 0.0)

        def clip(g: List[Tensor], most: Tensor) -> Tensor:
          n = torch.stack(torch._foreach_norm(g, 2.0)).norm()
          torch._foreach_mul_(g, torch.clamp(most / (n + 1e-6), max=1.0))
          return n

        def adamw(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor], lr: Tensor, beta2: Tensor, decay: Tensor) -> Tensor:
          torch._fused_adamw_(p, g, m, v, [], s, lr=lr, beta1=0.9, beta2=float(beta2), weight_decay=float(decay), eps=1e-8, amsgrad=False, maximize=False)
          return lr

        def average(a: List[Tensor], p: List[Tensor], share: Tensor) -> Tensor:
          torch._foreach_lerp_(a, p, float(share))
          return share

        """;

    private static readonly Lazy<CompilationUnit> Compiled = new(() => compile(Text));

    public static CompilationUnit Unit => Compiled.Value;
}
