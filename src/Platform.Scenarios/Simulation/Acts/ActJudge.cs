using System.Text;
using Platform.Scenarios.Simulation.Acts.Learning;

namespace Platform.Scenarios.Simulation.Acts;

/// <summary>The machines of one family and language, with how sure each must be. Its file holds weights of hashed features and no words.</summary>
/// <param name="Thresholds">For each label of the machines.</param>
internal sealed record ActJudge(LinearMachines Machines, IReadOnlyList<double> Thresholds)
{
    private const uint Mark = 0x31544341; // ACT1
    private const int MostLabels = 256;

    public void Write(Stream file)
    {
        using var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
        var used = Enumerable.Range(0, Features.Slots + 1).Where(slot => Machines.Weights.Any(machine => machine[slot] is not 0f)).ToArray();
        writer.Write(Mark);
        writer.Write(Machines.Labels.Count);
        writer.Write(used.Length);
        foreach (var slot in used)
            writer.Write(slot);
        for (var label = 0; label < Machines.Labels.Count; label++)
        {
            writer.Write(Machines.Labels[label]);
            writer.Write(Thresholds[label]);
            foreach (var slot in used)
                writer.Write(Machines.Weights[label][slot]);
        }
    }

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    /// <exception cref="EndOfStreamException">It was cut off.</exception>
    public static ActJudge Read(Stream file)
    {
        using var reader = new BinaryReader(file, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadUInt32() != Mark)
            throw new InvalidDataException("These are no weights of a recogniser of acts.");
        var (count, used) = (reader.ReadInt32(), reader.ReadInt32());
        if (count is < 0 or > MostLabels || used is < 0 or > Features.Slots + 1)
            throw new InvalidDataException($"{count} labels over {used} slots: more than a recogniser has.");
        var slots = new int[used];
        for (var at = 0; at < used; at++)
        {
            slots[at] = reader.ReadInt32();
            if (slots[at] is < 0 or > Features.Slots)
                throw new InvalidDataException($"Slot {slots[at]} is none of 0 to {Features.Slots}.");
        }

        var (labels, thresholds, weights) = (new string[count], new double[count], new float[count][]);
        for (var label = 0; label < count; label++)
        {
            (labels[label], thresholds[label], weights[label]) = (ReadLabel(reader), reader.ReadDouble(), new float[Features.Slots + 1]);
            foreach (var slot in slots)
                weights[label][slot] = reader.ReadSingle();
        }

        return new ActJudge(LinearMachines.Of(labels, weights), thresholds);
    }

    private static string ReadLabel(BinaryReader reader)
    {
        try
        {
            return reader.ReadString();
        }
        catch (FormatException broken)
        {
            throw new InvalidDataException("A label has no length.", broken);
        }
    }
}
