using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>
/// What sequencer and arrays remember from one cycle to the next, as a row of numbers and of objects: times count from the present
/// cycle, addresses are whole. Units write it and read it back in one order.
/// </summary>
public sealed class TimingState
{
    private long[] numbers = new long[256];
    private object?[] objects = new object?[64];
    private int numberCount, objectCount, nextNumber, nextObject;

    /// <summary>The cycle that has just been evaluated.</summary>
    public Cycle Now { get; private set; }

    /// <summary>Begins to write.</summary>
    public void Clear(Cycle now) => (numberCount, objectCount, Now) = (0, 0, now);

    /// <summary>Begins to read, as the state of another cycle.</summary>
    public void Rewind(Cycle now) => (nextNumber, nextObject, Now) = (0, 0, now);

    public void Write(long number)
    {
        if (numberCount == numbers.Length) Array.Resize(ref numbers, 2 * numbers.Length);
        numbers[numberCount++] = number;
    }

    public void Write(bool flag) => Write(flag ? 1 : 0);

    /// <summary>A time, by its distance from now; what is past is all the same.</summary>
    public void Write(Cycle cycle) => Write(cycle == Cycle.Never ? long.MaxValue : Math.Max(cycle - Now, -1));

    /// <summary>An object that stands for what it contains: compared by reference.</summary>
    public void Write(object? shared)
    {
        if (objectCount == objects.Length) Array.Resize(ref objects, 2 * objects.Length);
        objects[objectCount++] = shared;
    }

    public void Write(in Command command)
    {
        Write(command.Pc);
        Write(command.A);
        Write(command.B);
        Write(command.C);
        Write(command.Mode);
        Write(command.W0);
        Write(command.W1);
    }

    public long ReadNumber() => numbers[nextNumber++];

    public bool ReadFlag() => ReadNumber() != 0;

    public Cycle ReadCycle() => ReadNumber() is var distance && distance == long.MaxValue ? Cycle.Never : Now + distance;

    public T? ReadObject<T>() where T : class => (T?)objects[nextObject++];

    public Command ReadCommand(Program program)
    {
        int pc = (int)ReadNumber();
        return new(pc, program.Instructions[pc], ReadNumber(), ReadNumber(), ReadNumber(), ReadNumber(),
            ReadObject<Walk>(), ReadObject<Walk>());
    }

    /// <summary>Equal states have equal hashes.</summary>
    public long Hash()
    {
        // Two chains, so that a multiplication need not wait for the one before.
        long even = numberCount, odd = 1;
        int i = 0;
        for (; i + 1 < numberCount; i += 2)
        {
            even = (even ^ numbers[i]) * 0x100000001b3 ^ even >> 29;
            odd = (odd ^ numbers[i + 1]) * 0x100000001b3 ^ odd >> 29;
        }
        return i < numberCount ? even * 31 + odd ^ numbers[i] : even * 31 + odd;
    }

    public bool SameAs(TimingState other) =>
        numbers.AsSpan(0, numberCount).SequenceEqual(other.numbers.AsSpan(0, other.numberCount)) && SameObjects(other);

    /// <summary>A copy that later writes do not change.</summary>
    public TimingState Copy() =>
        new() { numbers = numbers[..numberCount], objects = objects[..objectCount], numberCount = numberCount, objectCount = objectCount };

    private bool SameObjects(TimingState other)
    {
        if (objectCount != other.objectCount) return false;
        for (int i = 0; i < objectCount; i++)
            if (!ReferenceEquals(objects[i], other.objects[i])) return false;
        return true;
    }
}
