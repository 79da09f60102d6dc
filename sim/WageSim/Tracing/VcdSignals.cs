using WageSim.Isa;
using WageSim.Machine;

namespace WageSim.Tracing;

/// <summary>The variables of a VCD file, in the scopes of the block diagram.</summary>
internal sealed class VcdSignals
{
    private const int AccumulatorReads = Ports.MaxScratchpadBanks, AccumulatorWrites = AccumulatorReads + Ports.MaxAccumulatorBanks;

    private static readonly string[] states = ["busy", "idle", "stalled"];
    private static readonly string[] stalls = [.. Enum.GetValues<UnitState>().Select(s => IsStall(s) ? VcdNames.Of(s) : "-")];
    private static readonly string[] beats = ["-", "passes", "fetches", "held"];
    private static readonly string[] holders = [.. VcdNames.Holders];

    private readonly List<VcdSignal> all = [];
    private readonly List<(string Scope, int From, int To)> scopes = [];
    private readonly int[] unitState = Table<Unit>(), unitStall = Table<Unit>(), queue = Table<Unit>();
    private readonly int[][] ways = [.. Enum.GetValues<Unit>().Select(_ => Table<Way>())];
    private readonly string[] layers, phases;

    public VcdSignals(TraceSubject subject)
    {
        var chip = subject.Chip;
        Array.Fill(Port, -1);
        Array.Fill(Semaphore, -1);
        (layers, phases) = (Words(subject.Ranges.Select(range => range.Layer)), Words(subject.Ranges.Select(range => range.Phase)));
        Scope("program", () => (Layer, Phase) = (Text("layer", layers), Text("phase", phases)));
        foreach (var unit in subject.Units)
        {
            Scope(VcdNames.Of(unit), () =>
            {
                (unitState[(int)unit], unitStall[(int)unit]) = (Text("state", states), Text("stall", stalls));
                if (unit == Unit.Sequencer) Pc = Number("pc", 16);
                else queue[(int)unit] = Number("queue", 11);
                foreach (var way in TraceSubject.Ways(unit)) ways[(int)unit][(int)way] = Text(VcdNames.Of(way), beats);
            });
        }
        Scope("semaphores", () =>
        {
            foreach (int semaphore in Used(subject.Program)) Semaphore[semaphore] = Number($"s{semaphore}", 8);
        });
        Scope("scratchpad", () =>
        {
            for (int i = 0; i < chip.Scratchpad.Banks; i++) Port[i] = Text($"bank{i}", holders);
        });
        Scope("accumulators", () =>
        {
            for (int i = 0; i < chip.Accumulator.Banks; i++)
            {
                Port[AccumulatorReads + i] = Text($"bank{i}_read", holders);
                Port[AccumulatorWrites + i] = Text($"bank{i}_write", holders);
            }
        });
        Scope("dram", () =>
        {
            DramData = Text("data", ["-", "read", "write"]);
            Row = [.. Enumerable.Range(0, chip.Dram.Banks).Select(i => Number($"bank{i}_row", 40))];
        });
    }

    public IReadOnlyList<VcdSignal> All => all;

    /// <summary>From here on places of signals; -1 where the chip or program has no such thing.</summary>
    public int Layer { get; private set; }
    public int Phase { get; private set; }
    public int Pc { get; private set; }
    public int DramData { get; private set; }
    public int[] Row { get; private set; } = [];
    public int[] Semaphore { get; } = new int[32];

    /// <summary>By the bits of a mask of ports.</summary>
    public int[] Port { get; } = new int[64];

    public int State(Unit unit) => unitState[(int)unit];
    public int Stall(Unit unit) => unitStall[(int)unit];
    public int Queue(Unit unit) => queue[(int)unit];
    public int Way(Unit unit, Way way) => ways[(int)unit][(int)way];
    public int LayerNumber(string layer) => Array.IndexOf(layers, layer);
    public int PhaseNumber(string phase) => Array.IndexOf(phases, phase);

    /// <summary>The number of busy, idle or stalled.</summary>
    public static int StateNumber(UnitState state) => IsStall(state) ? 2 : (int)state;

    /// <summary>The declarations, scope by scope.</summary>
    public void Print(string chip, TraceText to)
    {
        to.Add($"$scope module {VcdNames.Identifier(chip)} $end\n");
        foreach (var (scope, from, end) in scopes)
        {
            to.Add($"$scope module {scope} $end\n");
            for (int i = from; i < end; i++) to.Add($"{all[i].Declaration}\n");
            to.Add("$upscope $end\n"u8);
        }
        to.Add("$upscope $end\n$enddefinitions $end\n"u8);
    }

    private static bool IsStall(UnitState state) => state is not (UnitState.Busy or UnitState.Idle);

    private static int[] Table<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(_ => -1)];

    private static string[] Words(IEnumerable<string> names) => [.. names.Select(VcdNames.Identifier).Distinct().Prepend("-")];

    private static IEnumerable<int> Used(Program program) => program.Instructions.Select(instruction => instruction switch
    {
        Wait wait => wait.Sem,
        Signal signal => signal.Sem,
        Tokens tokens => tokens.Sem,
        _ => -1,
    }).Where(semaphore => semaphore >= 0).Distinct().Order();

    private void Scope(string name, Action declare)
    {
        int from = all.Count;
        declare();
        if (all.Count > from) scopes.Add((name, from, all.Count));
    }

    private int Text(string name, IEnumerable<string> texts) => Add(VcdSignal.Text(all.Count, name, texts));

    private int Number(string name, int bits) => Add(VcdSignal.Number(all.Count, name, bits));

    private int Add(VcdSignal signal)
    {
        all.Add(signal);
        return all.Count - 1;
    }
}
