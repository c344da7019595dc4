using static TorchSharp.torch;
using static TorchSharp.torch.jit;

namespace Platform.Model.Distillation;

/// <summary>The fixed script text of the losses between teacher and student.</summary>
/// <remarks>Compiled once in a process; a text that does not compile ends the process, so only this constant ever is. Fractions come as tensors, as in <see cref="Training.TrainingScript"/>. Shapes: B blocks, T tokens, N rows that count.</remarks>
internal static class DistillScript
{
    private const string Text = """
        def relations(t: Tensor, s: Tensor, mask: Tensor, heads: int) -> Tensor:
          B = t.size(0)
          T = t.size(1)
          a = t.reshape([B, T, heads, t.numel() // (B * T * heads)]).transpose(1, 2)
          b = s.reshape([B, T, heads, s.numel() // (B * T * heads)]).transpose(1, 2)
          total = torch.zeros([1])
          for r in range(heads):
            x = a.select(1, r)
            y = b.select(1, r)
            p = torch.log_softmax(torch.where(mask, torch.matmul(x, x.transpose(1, 2)) / (x.size(2) ** 0.5), -10000.0), 2)
            q = torch.log_softmax(torch.where(mask, torch.matmul(y, y.transpose(1, 2)) / (y.size(2) ** 0.5), -10000.0), 2)
            total = total + (torch.exp(p) * (p - q)).sum()
          return total / heads

        def divergence(p: Tensor, q: Tensor, beta: float, logb: float, logr: float) -> Tensor:
          if beta <= 0.0:
            return (torch.exp(p) * (p - q)).sum()
          if beta >= 1.0:
            return (torch.exp(q) * (q - p)).sum()
          m = torch.logaddexp(p + logb, q + logr)
          return beta * (torch.exp(p) * (p - m)).sum() + (1.0 - beta) * (torch.exp(q) * (q - m)).sum()

        def predictions(t: Tensor, teacher: Tensor, s: Tensor, student: Tensor, targets: Tensor, settings: Tensor, ids: int, piece: int) -> Tensor:
          temperature = float(settings[0])
          beta = float(settings[1])
          logb = float(settings[2])
          logr = float(settings[3])
          n = s.size(0)
          labels = torch.zeros([1])
          logits = torch.zeros([1])
          at = 0
          while at < n:
            m = min(piece, n - at)
            y = torch.linear(torch.narrow(s, 0, at, m), student)
            labels = labels + torch.cross_entropy_loss(y, torch.narrow(targets, 0, at, m), None, 2, -100, 0.0)
            x = torch.linear(torch.narrow(t, 0, at, m), teacher)
            p = torch.log_softmax(torch.narrow(x, 1, 0, ids) / temperature, 1)
            q = torch.log_softmax(torch.narrow(y, 1, 0, ids) / temperature, 1)
            logits = logits + divergence(p, q, beta, logb, logr) * (temperature * temperature)
            at = at + m
          return torch.cat([labels, logits])

        def drawn(s: Tensor, student: Tensor, targets: Tensor, row: Tensor, id: Tensor, share: Tensor, settings: Tensor) -> Tensor:
          temperature = float(settings)
          y = torch.linear(s, student)
          labels = torch.cross_entropy_loss(y, targets, None, 2, -100, 0.0)
          q = torch.log_softmax(y / temperature, 1).flatten()
          likely = torch.index_select(q, 0, row * y.size(1) + id)
          return torch.stack([labels, -(likely * share).sum() * (temperature * temperature)])

        def likeliest(s: Tensor, student: Tensor, targets: Tensor, row: Tensor, id: Tensor, share: Tensor, settings: Tensor) -> Tensor:
          temperature = float(settings)
          y = torch.linear(s, student)
          labels = torch.cross_entropy_loss(y, targets, None, 2, -100, 0.0)
          q = torch.log_softmax(y / temperature, 1).flatten()
          likely = torch.index_select(q, 0, row * y.size(1) + id)
          none = torch.zeros([y.size(0)])
          rest = torch.clamp(1.0 - torch.index_add(none, 0, row, share), 0.0, 1.0)
          others = torch.clamp(1.0 - torch.index_add(none, 0, row, torch.exp(likely)), 0.000001, 1.0)
          return torch.stack([labels, -((likely * share).sum() + (rest * torch.log(others)).sum()) * (temperature * temperature)])

        """;

    private static readonly Lazy<CompilationUnit> Compiled = new(() => compile(Text));

    public static CompilationUnit Unit => Compiled.Value;
}
