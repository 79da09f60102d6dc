namespace WageSim.Isa.Functional;

/// <summary>Finds which earlier tasks of a phase a task has to wait for: those that touch a common place, one of them writing.</summary>
/// <remarks>Places are taken as ranges from the lowest to the highest: too many dependencies are safe, and few.</remarks>
internal sealed class Dependencies
{
    private readonly List<Touch>[] live = [.. Enum.GetValues<Memory>().Select(_ => new List<Touch>())];
    private readonly HashSet<int> found = [];

    private readonly record struct Touch(long From, long To, int Task, bool Write);

    /// <summary>The tasks that a task has to wait for; its own accesses are remembered.</summary>
    public int[] Add(int task, IEnumerable<Extent> extents)
    {
        found.Clear();
        foreach (var (memory, from, to, _, write) in extents) Add(live[(int)memory], new(from, to, task, write));
        found.Remove(task);
        return [.. found];
    }

    public void Clear()
    {
        foreach (var list in live) list.Clear();
    }

    private void Add(List<Touch> list, Touch touch)
    {
        for (int i = list.Count - 1; i >= 0; i--)
        {
            var other = list[i];
            if (other.To <= touch.From || touch.To <= other.From || !touch.Write && !other.Write) continue;
            found.Add(other.Task);
            // Who waits for this task has waited for the other one too.
            if (touch.Write && touch.From <= other.From && other.To <= touch.To)
            {
                list[i] = list[^1];
                list.RemoveAt(list.Count - 1);
            }
        }
        list.Add(touch);
    }
}
