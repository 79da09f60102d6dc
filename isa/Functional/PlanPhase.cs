using System.Runtime.CompilerServices;

namespace WageSim.Isa.Functional;

/// <summary>Tasks between two points at which everything before is done: each thread's own, in its order.</summary>
internal sealed class PlanPhase
{
    // Counters that different threads write lie in different cache lines.
    private const int Apart = 16;

    private readonly PlanTask[] all;
    private readonly Turn[][] turns;
    private readonly int[] done;

    /// <summary>A task, and how far other threads must have come before it.</summary>
    private readonly record struct Turn(PlanTask Task, (int Thread, int Done)[] Waits);

    /// <param name="tasks">The tasks.</param>
    /// <param name="order">Their numbers, in an order that keeps all dependencies.</param>
    /// <param name="threadOf">The thread of each.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="cost">Estimated nanoseconds of one thread.</param>
    public PlanPhase(List<PlanTask> tasks, List<int> order, int[] threadOf, int threads, double cost)
    {
        all = [.. order.Select(index => tasks[index])];
        Cost = cost;
        done = new int[Apart * (threads + 1)];
        var lists = Enumerable.Range(0, threads).Select(_ => new List<Turn>()).ToArray();
        var placeOf = new int[tasks.Count];
        // What a thread knows already to be done of each other one.
        var known = Enumerable.Range(0, threads).Select(_ => new int[threads]).ToArray();
        foreach (int index in order)
        {
            int thread = threadOf[index];
            var waits = new List<(int, int)>();
            foreach (var before in tasks[index].Predecessors.GroupBy(before => threadOf[before]))
            {
                int last = before.Max(task => placeOf[task]) + 1;
                if (before.Key == thread || last <= known[thread][before.Key]) continue;
                known[thread][before.Key] = last;
                waits.Add((before.Key, last));
            }
            placeOf[index] = lists[thread].Count;
            lists[thread].Add(new(tasks[index], [.. waits]));
            tasks[index].Predecessors = [];
        }
        turns = [.. lists.Select(list => list.ToArray())];
    }

    /// <summary>Estimated nanoseconds of one thread.</summary>
    public double Cost { get; }

    /// <summary>Ready to be run again.</summary>
    public void Reset() => Array.Clear(done);

    /// <summary>One thread runs all tasks.</summary>
    public void WorkAlone(MachineState machine, WorkerMemory memory, HostTime time, AbortSignal abort)
    {
        memory.Panels.Forget();
        foreach (var task in all)
        {
            abort.Check();
            time.Enter(task.Work);
            task.Run(machine, memory);
        }
        time.Enter(HostWork.Waiting);
    }

    /// <summary>A thread runs its tasks, each when what it depends on is done, then waits for the other threads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Work(int thread, MachineState machine, WorkerMemory memory, HostTime time, AbortSignal abort)
    {
        memory.Panels.Forget();
        var own = turns[thread];
        for (int i = 0; i < own.Length; i++)
        {
            ref readonly var turn = ref own[i];
            foreach (var (other, count) in turn.Waits) Await(other, count, time, abort);
            time.Enter(turn.Task.Work);
            abort.Check();
            turn.Task.Run(machine, memory);
            Volatile.Write(ref done[Apart * (thread + 1)], i + 1);
        }
        for (int other = 0; other < turns.Length; other++) Await(other, turns[other].Length, time, abort);
    }

    private void Await(int thread, int count, HostTime time, AbortSignal abort)
    {
        ref int counter = ref done[Apart * (thread + 1)];
        if (Volatile.Read(ref counter) >= count) return;
        time.Enter(HostWork.Waiting);
        abort.Await(ref counter, count);
    }
}
