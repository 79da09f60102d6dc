namespace WageSim.Isa.Functional;

/// <summary>
/// Fixes which thread runs each task of a phase, and in which order: the threads are simulated with estimated costs, and each takes the
/// first task that can go and that no other thread would begin earlier, since what it needs is in that one's cache.
/// </summary>
/// <remarks>Loads move forward to where a thread would wait. Results do not depend on it: the order keeps all dependencies.</remarks>
internal sealed class Schedule(MachineState machine, int threads)
{
    // Ready tasks that a thread looks at; those far behind would only fill the memories' other copies too early.
    private const int Window = 8;

    // Until one thread sees that another is done.
    private const double Handover = 300;

    private readonly Locality locality = new(machine);
    private List<PlanTask> tasks = [];
    private double[] ends = [], free = [];
    private int[] threadOf = [];

    /// <summary>The phase of these tasks, which come in an order that keeps their dependencies.</summary>
    public PlanPhase Phase(List<PlanTask> tasks)
    {
        this.tasks = tasks;
        (ends, free, threadOf) = (new double[tasks.Count], new double[threads], new int[tasks.Count]);
        double[] costs = [.. tasks.Select(task => task.Cost(locality.Bytes(task)))];
        List<int> order = threads == 1 ? [.. Enumerable.Range(0, tasks.Count)] : Order(costs);
        foreach (var task in tasks) task.Extents = [];
        return new(tasks, order, threadOf, threads, costs.Sum());
    }

    private List<int> Order(double[] costs)
    {
        var order = new List<int>(tasks.Count);
        var followers = new List<int>?[tasks.Count];
        var waitsFor = new int[tasks.Count];
        var ready = new SortedSet<int>();
        for (int i = 0; i < tasks.Count; i++)
        {
            waitsFor[i] = tasks[i].Predecessors.Length;
            foreach (int before in tasks[i].Predecessors) (followers[before] ??= []).Add(i);
            if (waitsFor[i] == 0) ready.Add(i);
        }
        var running = new PriorityQueue<int, double>();
        while (order.Count < tasks.Count)
        {
            int thread = Array.IndexOf(free, free.Min());
            while (running.TryPeek(out int ended, out double end) && end <= free[thread])
            {
                running.Dequeue();
                foreach (int follower in followers[ended] ?? [])
                    if (--waitsFor[follower] == 0) ready.Add(follower);
            }
            if (Choose(ready, thread) is not { } task)
            {
                // It waits for the next end, or for the thread that will take what is ready.
                if (!running.TryPeek(out _, out double next)) next = Math.BitIncrement(free.Where((_, other) => other != thread).Min());
                free[thread] = next;
                continue;
            }
            ready.Remove(task);
            order.Add(task);
            free[thread] = ends[task] = Start(task, thread) + costs[task];
            threadOf[task] = thread;
            locality.Ran(tasks[task], thread);
            running.Enqueue(task, ends[task]);
        }
        return order;
    }

    /// <summary>The task for a thread that is free; none, if it should wait for the next end.</summary>
    private int? Choose(SortedSet<int> ready, int thread)
    {
        int looked = 0;
        foreach (int task in ready)
        {
            double start = Start(task, thread);
            bool first = true;
            for (int other = 0; first && other < threads; other++)
                first = other == thread || free[other] >= start || Start(task, other) >= start;
            if (first) return task;
            if (++looked == Window) break;
        }
        return null;
    }

    /// <summary>When a thread would have what a task needs.</summary>
    private double Start(int task, int thread)
    {
        double start = free[thread];
        foreach (int before in tasks[task].Predecessors)
            if (threadOf[before] != thread) start = Math.Max(start, ends[before] + Handover);
        return start + locality.Fetching(tasks[task], thread);
    }
}
