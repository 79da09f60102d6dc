using System.Runtime.CompilerServices;

namespace WageSim.Isa.Functional;

/// <summary>Tasks between two points at which everything before is done, in the order in which threads take their parts.</summary>
internal sealed class PlanPhase
{
    private readonly PlanTask[] tasks;
    private readonly (int Task, int Part)[] order;
    private readonly int[] done;
    private int next, finished;

    public PlanPhase(PlanTask[] tasks, int threads)
    {
        this.tasks = tasks;
        order = Order(tasks, threads);
        done = new int[tasks.Length];
        Cost = tasks.Sum(task => task.Cost);
    }

    /// <summary>Estimated nanoseconds of one thread.</summary>
    public double Cost { get; }

    /// <summary>Ready to be run again.</summary>
    public void Reset()
    {
        Array.Clear(done);
        (next, finished) = (0, 0);
    }

    /// <summary>A thread takes parts until none is left, then waits for the other threads' last ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Work(MachineState machine, WorkerMemory memory, HostTime time, AbortSignal abort)
    {
        memory.Panels.Forget();
        while (Interlocked.Increment(ref next) - 1 is var index && index < order.Length)
        {
            var (place, part) = order[index];
            var task = tasks[place];
            foreach (int before in task.Predecessors)
                if (Volatile.Read(ref done[before]) < tasks[before].Parts)
                {
                    time.Enter(HostWork.Waiting);
                    abort.Await(ref done[before], tasks[before].Parts);
                }
            time.Enter(task.Work);
            abort.Check();
            task.Run(machine, memory, part);
            Interlocked.Increment(ref done[place]);
            Interlocked.Increment(ref finished);
        }
        time.Enter(HostWork.Waiting);
        abort.Await(ref finished, order.Length);
    }

    /// <summary>
    /// The order in which parts would start if each thread always took the first task that can go: loads move forward to where a thread
    /// would wait. It is an order in which every task comes after those that it waits for.
    /// </summary>
    private static (int Task, int Part)[] Order(PlanTask[] tasks, int threads)
    {
        var order = new List<(int, int)>(tasks.Sum(task => task.Parts));
        var followers = new List<int>[tasks.Length];
        int[] waitsFor = new int[tasks.Length], issued = new int[tasks.Length];
        var ready = new SortedSet<int>();
        for (int i = 0; i < tasks.Length; i++)
        {
            waitsFor[i] = tasks[i].Predecessors.Sum(before => tasks[before].Parts);
            foreach (int before in tasks[i].Predecessors) (followers[before] ??= []).Add(i);
            if (waitsFor[i] == 0) ready.Add(i);
        }
        var free = new double[threads];
        var running = new PriorityQueue<int, double>();
        while (order.Count < order.Capacity)
        {
            int thread = Array.IndexOf(free, free.Min());
            while (running.TryPeek(out int ended, out double end) && (end <= free[thread] || ready.Count == 0))
            {
                running.Dequeue();
                free[thread] = Math.Max(free[thread], end);
                foreach (int follower in followers[ended] ?? [])
                    if (--waitsFor[follower] == 0) ready.Add(follower);
            }
            int task = ready.Min;
            order.Add((task, issued[task]));
            if (++issued[task] == tasks[task].Parts) ready.Remove(task);
            free[thread] += tasks[task].Cost / tasks[task].Parts;
            running.Enqueue(task, free[thread]);
        }
        return [.. order];
    }
}
