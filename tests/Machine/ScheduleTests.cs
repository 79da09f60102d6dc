using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Tests.Support;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

/// <summary>Small schedules worked out by hand, cycle by cycle.</summary>
/// <remarks>
/// Without stalls the instruction at pc p is issued in cycle p and starts in p + 1. The array has 4 × 4 PEs, so a pass of T rows that
/// starts in s streams in s … s + T - 1, and row t of its sums is written R + C - 2 = 6 cycles after row t has entered: it finishes in s +
/// T + 6. Port words have 16 bytes, banks 1 KiB.
/// </remarks>
public sealed class ScheduleTests
{
    // Pcs 0 and 1: ten rows of 4 bytes, a word each. Pc 2: a run of 64 bytes, four words.
    private static readonly string walks = Walk(1, 4, n1: 10, s1: 16) + Walk(2, 64);

    [Fact]
    public void DMA_stalls_exactly_while_the_array_has_the_bank()
    {
        // ws: issued in 3, streams 4…13, finishes in 20. fill: starts in 5, its first page is there in 6; the array keeps bank 0 until 13,
        // so 6…13 are conflicts, 14…17 write the words, 18 is the finish. halt: the sequencer sees all units idle in the cycle after the
        // last finish.
        var run = Rig.With().Run(walks + Ws(0, 1) + Fill(512, 2) + Halt());
        Assert.Equal((4, 20), (run.Only("ws").Start, run.Only("ws").Finish));
        Assert.Equal((5, 18), (run.Only("fill").Start, run.Only("fill").Finish));
        Assert.Equal("Busy 5 Idle 9 BankConflict 8", run.States(Unit.Load));
        Assert.Equal(22, run.Result.Cycles);

        // In a bank of its own it does not wait.
        run = Rig.With().Run(walks + Ws(0, 1) + Fill(1024 + 512, 2) + Halt());
        Assert.Equal((5, 10), (run.Only("fill").Start, run.Only("fill").Finish));
        Assert.Equal(0, run.In(Unit.Load, UnitState.BankConflict));
    }

    [Fact]
    public void The_second_array_stalls_while_the_first_has_the_operand_bank()
    {
        // Array 0: 4…13. Array 1 would start in 5 and loses 5…13, nine cycles; then 14…23, sums six cycles later, finish in 30.
        var run = Rig.With(arrays: 2).Run(walks + Ws(0, 1) + Ws(256, 1, acc: 64, array: 1) + Halt());
        Assert.Equal((4, 20), (run.Only("ws", Unit.Array0).Start, run.Only("ws", Unit.Array0).Finish));
        Assert.Equal((5, 30), (run.Only("ws", Unit.Array1).Start, run.Only("ws", Unit.Array1).Finish));
        Assert.Equal((0, 9), (run.In(Unit.Array0, UnitState.BankConflict), run.In(Unit.Array1, UnitState.BankConflict)));
    }

    [Fact]
    public void The_second_array_stands_still_while_the_first_writes_the_accumulator_bank()
    {
        // Array 0 writes sums in 10…19. Array 1 streams from 5 on; its first sum is due in 11 and waits for the port until 20. All of it
        // holds: six rows have entered by then, four enter in 20…23, sums go out in 20…29.
        var run = Rig.With(arrays: 2).Run(walks + Ws(0, 1) + Ws(1024, 1, acc: 32, array: 1) + Halt());
        Assert.Equal((5, 30), (run.Only("ws", Unit.Array1).Start, run.Only("ws", Unit.Array1).Finish));
        Assert.Equal(9, run.In(Unit.Array1, UnitState.BankConflict));
    }

    [Fact]
    public void A_token_is_seen_in_the_cycle_after_the_finish()
    {
        // fill (pc 3): starts in 4, page in 5, words in 5…8, finished in 9: there the unit signals, and the token is there in 10. The array
        // sees its wait (pc 5) from 6 on: four cycles. A wait whose token is there costs no cycle, so the pass starts in 10 too.
        var run = Rig.With().Run(walks + Fill(0, 2) + Token(Lines.Load, Array0) + Ws(0, 1) + Halt());
        Assert.Equal((9, 10), (run.Only("fill").Finish, run.Only("ws").Start));
        Assert.Equal(4, run.In(Unit.Array0, UnitState.Token));
    }

    [Fact]
    public void A_full_queue_stops_the_sequencer()
    {
        // Pc 3 is the loop. Passes start every ten cycles: 5, 15, 25, 35, 45. The queue of two holds the second and third; the fourth is
        // issued in the cycle after the second has left it, in 16 instead of 7, and the fifth in 26 instead of 17: nine cycles of waiting
        // each.
        var run = Rig.With(queueDepth: 2).Run(walks + Lines.Loop(5, Ws(0, 1)) + Halt());
        Assert.Equal([5L, 15, 25, 35, 45], run.All("ws").Select(pass => pass.Start));
        Assert.Equal([4L, 5, 6, 16, 26], run.All("ws").Select(pass => pass.Issue));
        Assert.Equal(9 + 9, run.In(Unit.Sequencer, UnitState.QueueFull));
    }

    [Fact]
    public void Narrow_accumulator_ports_slow_a_weight_stationary_pass_row_by_row()
    {
        // Four sums a row through a port of one: a row enters every fourth cycle, the tenth in 4 + 39, its sums are written six later.
        var run = Rig.With(accumulatorPortBits: 32).Run(walks + Ws(0, 1) + Halt());
        Assert.Equal((4, 50), (run.Only("ws").Start, run.Only("ws").Finish));
        Assert.Equal(30, run.In(Unit.Array0, UnitState.OperandFetch));
    }

    [Fact]
    public void Narrow_accumulator_ports_hold_up_the_next_output_stationary_pass()
    {
        // Positions 4…13, the first row of sums three cycles after the last; four rows of four beats: 16…31. The next pass's first row may
        // go out in 32: its last position enters in 29, so it starts in 20. The stream was free in 14: six cycles of waiting for the drain.
        string pass = Os(0, 1, 1024, 1);
        var run = Rig.With(accumulatorPortBits: 32).Run(walks + pass + pass + Halt());
        Assert.Equal([(4L, 32L), (20, 48)], run.All("os").Select(os => (os.Start, os.Finish)));
        Assert.Equal(6, run.In(Unit.Array0, UnitState.Drain));
        // With wide ports rows drain 16…19, the next pass follows without a gap.
        run = Rig.With().Run(walks + pass + pass + Halt());
        Assert.Equal([(4L, 20L), (14, 30)], run.All("os").Select(os => (os.Start, os.Finish)));
    }

    [Fact]
    public void A_weight_stationary_pass_delivers_later_than_a_short_output_stationary_one()
    {
        // Row 9 of the first pass is written in 4 + 9 + 6 = 19. An output-stationary pass of one position that starts in 14 would drain
        // from 17 on: it starts in 17, drains 20…23. Its stream is free in 18; the next pass's first row is written six cycles later, in
        // 24: no wait.
        var run = Rig.With().Run(walks + Ws(0, 1) + Walk(3, 4) + Os(0, 3, 1024, 3) + Ws(0, 1) + Halt());
        Assert.Equal([(4L, 20L), (18, 34)], run.All("ws").Select(ws => (ws.Start, ws.Finish)));
        Assert.Equal((17, 24), (run.Only("os").Start, run.Only("os").Finish));
        Assert.Equal(3, run.In(Unit.Array0, UnitState.Drain));
    }

    [Fact]
    public void Results_of_the_vector_unit_come_a_pipeline_after_the_last_beat()
    {
        // Ten rows of four sums on four lanes: ten beats, five stages. The next pass starts when the first is finished.
        string rows = Walk(1, 4, 4, n1: 10, s1: 16);
        var run = Rig.With(vectorLatency: 5).Run(rows + Spill(0, 1, 0) + Spill(0, 1, 512) + Halt());
        Assert.Equal([(3L, 18L), (18, 33)], run.All("vspill").Select(pass => (pass.Start, pass.Finish)));
        // Two lanes: two steps a row. Three: two as well, the second half empty.
        Assert.Equal(20 + 5, Rig.With(lanes: 2).Run(rows + Spill(0, 1, 0) + Halt()).Only("vspill").Cycles);
        Assert.Equal(20 + 5, Rig.With(lanes: 3).Run(rows + Spill(0, 1, 0) + Halt()).Only("vspill").Cycles);
        // A maximum writes nothing; masks of four lanes are a port word, here of the words' bank, and so are codes.
        Assert.Equal(10 + 5, Rig.With().Run(rows + Maximum(0, 1, 0) + Halt()).Only("vmax").Cycles);
        Assert.Equal(20 + 5, Rig.With().Run(rows + Maximum(0, 1, 0, more: true, wide: true) + Halt()).Only("vmax").Cycles);
        Assert.Equal(30 + 5, Rig.With().Run(rows + Maximum(0, 1, 0, more: true, wide: true, masked: true) + Halt()).Only("vmax").Cycles);
        Assert.Equal(10 + 5, Rig.With().Run(rows + Code(0, 1, 0, bits: 12) + Halt()).Only("vcode").Cycles);
        Assert.Equal(30 + 5, Rig.With().Run(rows + Code(0, 1, 0, more: true, wide: true) + Halt()).Only("vcode").Cycles);
        // 64-bit words of four lanes are two port words to read and two to write, of one bank: four beats a step.
        Assert.Equal(40 + 5, Rig.With().Run(rows + Spill(0, 1, 0, more: true, wide: true) + Halt()).Only("vspill").Cycles);
    }

    [Fact]
    public void The_divider_sets_the_pace_of_a_softmax()
    {
        // Three rows of six words on four lanes: two steps a row, with a word for each step of the words and the row. In one bank each step
        // of vrowmax has a word to read, and each row one to write; vexp reads and writes a word a step and a row.
        string rows = Walk(1, 6, n1: 3);
        var run = Rig.With().Run(rows + Softmax(0, 1024, 2048, 3072) + Halt());
        Assert.Equal([6 + 5, 6 + 5], [run.Only("vrowmax").Cycles, run.Only("vexp").Cycles]);
        // Eighteen quotients, 17 cycles each; the last one is there 17 cycles later than a shift would be.
        Assert.Equal(18 * 17 + 5 + 17, run.Only("vdiv").Cycles);
        Assert.Equal(18 * 3 + 5 + 9, Rig.With(divideCycles: 9, divideInterval: 3).Run(rows + Softmax(0, 1024, 2048, 3072) + Halt())
            .Only("vdiv").Cycles);
        // All in one bank: 6 + 3; 6 + 6 + 3 + 3; with a pipelined divider 6 + 6 + 3 + 3 against 18 elements.
        run = Rig.With(divideCycles: 9, divideInterval: 1).Run(rows + Softmax(0, 128, 256, 512) + Halt());
        Assert.Equal([9 + 5, 18 + 5, 18 + 5 + 9], [run.Only("vrowmax").Cycles, run.Only("vexp").Cycles, run.Only("vdiv").Cycles]);
        // vdiv changes its words in place, in one bank; sums and labels have banks of their own.
        Assert.Equal((18, 18, 18, 18 * 3),
            (run.Result.Activity[Activity.VectorDivide], run.Result.Activity[Activity.VectorLookup],
                run.Result.Activity[Activity.VectorMultiply], run.Result.Activity[Activity.VectorAdd]));
    }

    [Fact]
    public void Elements_of_64_bits_take_two_lanes()
    {
        // Three rows of seven codes. vrowmax: two steps a row on four lanes, and a word a row.
        string rows = Walk(1, 7, n1: 3);
        var run = Rig.With().Run(rows + Powers(0, 1024, 2048, 3072) + Halt());
        // vexp2: two lanes an element, four steps a row; each reads a word and writes one; rows in their own bank are read and written.
        Assert.Equal([6 + 5, 12 + 5], [run.Only("vrowmax").Cycles, run.Only("vexp2").Cycles]);
        // Twenty-one quotients of 17 cycles, and a beat a row for the label's word.
        Assert.Equal(21 * 17 + 3 + 5 + 17, run.Only("vprob").Cycles);
        Assert.Equal((21, 21, 21, 21 * 6 + 21 + 3, 21 * 2),
            (run.Result.Activity[Activity.VectorWideDivide], run.Result.Activity[Activity.VectorLookup],
                run.Result.Activity[Activity.VectorMultiply], run.Result.Activity[Activity.VectorAdd],
                run.Result.Activity[Activity.VectorShift]));
        Assert.Equal(21 * 4, run.Result.Activity[Activity.VectorCompare]);
        // Whole octaves take the same time and no table.
        run = Rig.With().Run(rows + Powers(0, 1024, 2048, 3072, fine: false) + Halt());
        Assert.Equal((12 + 5, 0), (run.Only("vexp2").Cycles, run.Result.Activity[Activity.VectorLookup]));
        // Of three lanes the third is idle; one lane takes each element twice.
        Assert.Equal(21 + 5, Rig.With(lanes: 3).Run(rows + Powers(0, 1024, 2048, 3072) + Halt()).Only("vexp2").Cycles);
        Assert.Equal(42 + 5, Rig.With(lanes: 1).Run(rows + Powers(0, 1024, 2048, 3072) + Halt()).Only("vexp2").Cycles);
        // In one bank: codes 12, rows 3 read and 3 written, numerators 12; numerators 12, errors 12, the labels' three, rows 3, labels 3,
        // against 21 quotients of a pipelined divider and three.
        run = Rig.With(divideCycles: 9, divideInterval: 1).Run(rows + Powers(0, 128, 256, 512) + Halt());
        Assert.Equal([9 + 5, 30 + 5, 33 + 5 + 9], [run.Only("vrowmax").Cycles, run.Only("vexp2").Cycles, run.Only("vprob").Cycles]);
        run = Rig.With(divideCycles: 9, divideInterval: 1).Run(rows + Powers(0, 1024, 2048, 3072) + Halt());
        Assert.Equal(27 + 5 + 9, run.Only("vprob").Cycles);
    }

    [Fact]
    public void An_accumulating_array_takes_the_read_port_from_the_vector_unit()
    {
        // ws (pc 5): streams 6…15, reads and writes its sums in 12…21. vspill (pc 6): beats 7…11, five; ten conflicts; the last five in
        // 22…26, finish in 32.
        string text = Set(31, 1) + Walk(1, 4, n1: 10, s1: 16) + Walk(3, 4, 4, n1: 10, s1: 16);
        var run = Rig.With(vectorLatency: 5).Run(text + Ws(0, 1, mode: 31) + Spill(16, 3, 1024) + Halt());
        Assert.Equal((6, 22, 7, 32), (run.Only("ws").Start, run.Only("ws").Finish, run.Only("vspill").Start, run.Only("vspill").Finish));
        Assert.Equal(10, run.In(Unit.Vector, UnitState.BankConflict));
        // A pass that overwrites needs the write port only.
        run = Rig.With(vectorLatency: 5).Run(text + Ws(0, 1) + Spill(16, 3, 1024) + Halt());
        Assert.Equal((22, 0), (run.Only("vspill").Finish, run.In(Unit.Vector, UnitState.BankConflict)));
    }

    [Fact]
    public void A_row_of_sums_holds_a_narrow_port_as_long_as_it_takes()
    {
        // Ports of one sum: ws (pc 5) needs four beats a row, 6…45, and the bank's ports from 12 to 51. vspill (pc 6) reads a row in
        // four beats: 7…11 pass before the array writes, then it waits 40 cycles for the rest of its 40 beats, 52…86, and finishes in 92.
        string text = Set(31, 1) + Walk(1, 4, n1: 10, s1: 16) + Walk(3, 4, 4, n1: 10, s1: 16);
        var run = Rig.With(accumulatorPortBits: 32, vectorLatency: 5).Run(text + Ws(0, 1, mode: 31) + Spill(16, 3, 1024) + Halt());
        Assert.Equal((6, 52, 7, 92), (run.Only("ws").Start, run.Only("ws").Finish, run.Only("vspill").Start, run.Only("vspill").Finish));
        Assert.Equal(40, run.In(Unit.Vector, UnitState.BankConflict));
    }

    [Fact]
    public void A_preload_from_the_streams_bank_waits_for_the_stream()
    {
        // First tile: 4…7, so the pass, which is looked at from 5 on, waits three cycles and streams 8…17. The second preload starts in 8,
        // but the stream has bank 0 until 17: it takes 18…21, and the second pass starts in 22 after four cycles of waiting.
        string fold = Weights(256) + Ws(0, 1, swap: true);
        var run = Rig.With().Run(walks + fold + fold + Halt());
        Assert.Equal([(4L, 8L), (8, 22)], run.All("weights").Select(preload => (preload.Start, preload.Finish)));
        Assert.Equal([8L, 22], run.All("ws").Select(pass => pass.Start));
        Assert.Equal(3 + 4, run.In(Unit.Array0, UnitState.Weights));
        // From another bank it is over long before.
        fold = Weights(1024) + Ws(0, 1, swap: true);
        run = Rig.With().Run(walks + fold + fold + Halt());
        Assert.Equal([(4L, 8L), (8, 12)], run.All("weights").Select(preload => (preload.Start, preload.Finish)));
        Assert.Equal([8L, 18], run.All("ws").Select(pass => pass.Start));
    }

    [Fact]
    public void Sync_lets_everything_finish()
    {
        // fill: 4…9. The sequencer sees idle units in 10, after six cycles of waiting, and issues the pass in 11: it runs from 12 to 28.
        // halt waits from 12 to 28 and ends the program in 29.
        var run = Rig.With().Run(walks + Fill(0, 2) + Sync() + Ws(0, 1) + Halt());
        Assert.Equal((9, 11, 12, 28), (run.Only("fill").Finish, run.Only("ws").Issue, run.Only("ws").Start, run.Only("ws").Finish));
        Assert.Equal((6 + 17, 30), (run.In(Unit.Sequencer, UnitState.Sync), run.Result.Cycles));
    }

    [Fact]
    public void A_load_from_closed_DRAM_takes_its_latencies_one_after_the_other()
    {
        // load (pc 3): starts in 4, requests in 5, is at the controller in 5 + 3 = 8. Activate 8, first column 8 + tRCD 4 = 12, second
        // burst of the row tCCD_L 3 later in 15, data until 15 + CL 5 + 2 = 22, back in 22 + 3 = 25. Four words 25…28. DRAM is waited for
        // from 5 to 24.
        var run = Rig.With().Run(walks + LoadBlock(0, 2, 0, 2) + Halt());
        Assert.Equal((4, 29), (run.Only("load").Start, run.Only("load").Finish));
        Assert.Equal((20, 5), (run.In(Unit.Load, UnitState.Dram), run.In(Unit.Load, UnitState.Busy)));
        Assert.Equal((1, 1, 2), (run.Result.Dram.Activates, run.Result.Dram.RowHits, run.Result.Dram.ReadBursts));
    }

    [Fact]
    public void A_store_is_finished_when_DRAM_has_it()
    {
        // store (pc 3): reads its words in 4…7, is at the controller in 8 + 3 = 11: activate 11, columns 15 and 18, data until 18 + CWL 4 +
        // 2 = 24, answer in 27.
        var run = Rig.With().Run(walks + StoreBlock(0, 2, 0, 2) + Halt());
        Assert.Equal((4, 27), (run.Only("store").Start, run.Only("store").Finish));
        Assert.Equal((4, 19), (run.In(Unit.Store, UnitState.Busy), run.In(Unit.Store, UnitState.Dram)));
    }

    [Fact]
    public void Requests_run_ahead_as_far_as_there_are_pages()
    {
        // 192 bytes are two pages of 128 and 64 bytes. The load (pc 1) starts in 2 and requests them in 3 and 4. First page: activate 6,
        // columns 10, 13, 16, 19, data until 26, back in 29, words 29…36. Second page: columns 22 and 25, data until 32, back in 35,
        // before the first is written: words 37…40.
        string text = Walk(1, 192) + LoadBlock(0, 1, 0, 1) + Halt();
        Assert.Equal((2, 41), (Rig.With(pages: 2).Run(text).Only("load").Start, Rig.With(pages: 2).Run(text).Only("load").Finish));
        // One page only: it is free in 37, when the second request goes out; at the controller in 40, columns 40 and 43, back in 53, words
        // until 56.
        Assert.Equal(57, Rig.With(pages: 1).Run(text).Only("load").Finish);
    }

    [Fact]
    public void Rows_across_port_words_take_a_beat_for_each_new_word()
    {
        // Rows at 14, 18, 22, 26: the first needs words 0 and 1, the others lie in word 1, which is held. 2 + 1 + 1 + 1 beats from 3 on.
        var run = Rig.With().Run(Walk(1, 4, n1: 4, s1: 4) + Ws(14, 1) + Halt());
        Assert.Equal((3, 3 + 5 + 6), (run.Only("ws").Start, run.Only("ws").Finish));
        Assert.Equal(1, run.In(Unit.Array0, UnitState.OperandFetch));
        // A row of two segments in two words: two beats each. Pcs 0-2 set the walk.
        run = Rig.With().Run(Walk(1, 2, n1: 4, s1: 16, segments: 2, segment: 512) + Ws(0, 1) + Halt());
        Assert.Equal((4, 4 + 8 + 6), (run.Only("ws").Start, run.Only("ws").Finish));
    }

    [Fact]
    public void Both_operands_of_an_output_stationary_pass_come_at_once_from_two_banks_only()
    {
        // From one bank x and y take turns: 20 beats; the four rows of sums are written 3…6 cycles after the last.
        Assert.Equal(19 + 7, Rig.With().Run(walks + Os(0, 1, 256, 1) + Halt()).Only("os").Cycles);
        Assert.Equal(9 + 7, Rig.With().Run(walks + Os(0, 1, 1024, 1) + Halt()).Only("os").Cycles);
    }

    [Fact]
    public void Loops_cost_their_own_cycle_once_and_none_at_their_end()
    {
        // Pc 0 opens the loop in cycle 0, the body takes 3 · 2 cycles, halt is executed in cycle 7.
        Assert.Equal(8, Rig.With().Run(Lines.Loop(3, Set(1, 5) + Set(2, 6)) + Halt()).Result.Cycles);
    }
}
