namespace Platform.Model.Serving.Scheduling;

/// <summary>Sequences that wait for their turn, first come first served; those that were preempted come first.</summary>
internal sealed class WaitingLine
{
    private readonly LinkedList<Sequence> _line = new();

    public int Count => _line.Count;

    public void Enqueue(Sequence sequence) => _line.AddLast(sequence);

    public void EnqueueFirst(Sequence sequence) => _line.AddFirst(sequence);

    /// <summary>The first that may start now: others of its tenant run already as many as may, or its prompt is being computed by another choice.</summary>
    public Sequence? Next(Func<Sequence, bool> mayRun)
    {
        for (var node = _line.First; node is not null; node = node.Next)
            if (node.Value.MayStart && mayRun(node.Value))
                return node.Value;
        return null;
    }

    public void Remove(Sequence sequence) => _line.Remove(sequence);

    /// <summary>Takes out and gives what fulfils the condition.</summary>
    public IReadOnlyList<Sequence> TakeAll(Func<Sequence, bool> condition)
    {
        var taken = new List<Sequence>();
        for (var node = _line.First; node is not null;)
        {
            var next = node.Next;
            if (condition(node.Value))
            {
                taken.Add(node.Value);
                _line.Remove(node);
            }

            node = next;
        }

        return taken;
    }
}
