namespace WageSim.Machine;

/// <summary>The 32 counting semaphores. A token signalled in cycle t can be taken in cycle t + 1.</summary>
public sealed class Semaphores
{
    private readonly int[] tokens = new int[32];
    private readonly int[] arriving = new int[32];
    private Cycle arrival = Cycle.Never;

    public int this[int semaphore] => tokens[semaphore];

    /// <summary>When the next tokens become visible.</summary>
    public Cycle Due => arrival;

    public void Set(int semaphore, int count) => tokens[semaphore] = count;

    public void Signal(int semaphore, Cycle now)
    {
        arriving[semaphore]++;
        arrival = now + 1;
    }

    /// <summary>Makes the tokens of earlier cycles visible; says whether there are any.</summary>
    public bool Arrive(Cycle now)
    {
        if (arrival > now) return false;
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] += arriving[i];
            arriving[i] = 0;
        }
        arrival = Cycle.Never;
        return true;
    }

    public bool TryTake(int semaphore)
    {
        if (tokens[semaphore] == 0) return false;
        tokens[semaphore]--;
        return true;
    }
}
