namespace WageSim.Isa;

/// <summary>What the manual says beyond the table: the machine's common notions, and one example of each instruction.</summary>
internal static class ManualText
{
    public const string Introduction = """
        # Instruction set

        Written by `IsaManual` from the records in `Instructions*.cs`; a test compares the two (`WAGESIM_ACCEPT=1` rewrites this file).

        ## Words

        An instruction is a word of 128 bits. Bits 0–7 are the opcode; the fields follow from bit 8 up in the order of the syntax line.
        Bits above the last field are reserved and zero. A word with an unknown opcode, a reserved bit or a field below its minimum
        decodes to nothing, and a program that holds one is refused. In a program file a word is 16 bytes, the lowest first.

        ## Units

        A sequencer fetches the instructions in order. Some it executes itself: `halt`, `sync`, loops, registers, walks, token counts.
        All others are commands for one of the units: load and store (DMA from and to DRAM), vector, and up to four PE arrays. It sends
        a command to its unit's queue with addresses, walks and `mode` and `index` registers already resolved, so registers and walks
        may change as soon as the instruction is past. Each unit takes its queue in order; different units run at the same time, ordered
        only by semaphores and `sync`.

        ## Memories

        | memory | address | holds |
        | --- | --- | --- |
        | DRAM | 40 bits, bytes | all tensors of a training run |
        | scratchpad | 24 bits, bytes; through bank 0, then bank 1, … | operands, masks, errors, weights in use |
        | accumulators | 20 bits, rows; through bank 0, then bank 1, … | one 32-bit sum for each array column in each row |
        | scalars | 5 bits, registers of the vector unit | 64-bit values: maxima, shifts, exponents |

        Numbers of more than one byte are stored with the lowest byte first. Before a program runs the host sets scalars 27 (log2 of the
        gradients' range), 28 (exponent of the images), 29 (seed), 30 (step) and 31 (rate).

        ## Address registers

        There are 32 address registers; r0 always holds 0. `set`, `add` and `ring` write the others. An address field is five bits of
        register and then an unsigned offset: the address is r[register] + offset. In assembly `1024` is r0 + 1024, and `r3+1024` is r3
        + 1024. A `mode` field names a register too: the accumulators are added to if it is not 0, and overwritten if it is. With
        `mode=0` that is always an overwrite.

        ## Walks

        There are 32 walk registers. A walk says how a block lies in memory, from an address that the instruction gives:

        - dimension 0, the run: `count` contiguous elements of `stride` bytes;
        - dimensions 1, 2 and 3, the positions, from inner to outer: `count` steps, `stride` bytes apart;
        - dimension 4, the segments: `count` runs, `stride` bytes apart, that belong to each position together.

        Setting dimension 0 sets the others to one step. Positions are visited in order, dimension 1 fastest; a position is a row of an
        array's operand or a run of a DMA block. A convolution's k × k window is k segments (rows of the image) of k · channels
        elements.

        ## Loops

        `loop` runs the next `length` instructions `count` times. Loops nest up to 8 deep, several may end at the same instruction, an
        inner one ends within the outer one, and the jump back costs no cycle. Address registers stepped in the body move the blocks of
        the next iteration.

        ## Semaphores

        There are 32 counting semaphores. A `signal` goes through its unit's queue and adds a token once the unit has finished all
        earlier commands; later commands need not wait for it. A `wait` goes through its unit's queue and holds it until there is a
        token, which it takes. `tokens` sets a count: the number of free buffers, for example. Between two syncs one unit signals a
        semaphore and one waits for it. In program order a token's signal (or its `tokens`) comes before the wait that takes it. So
        the program can be run in order, one instruction at a time, and no queue can wait for ever.

        ## Notation

        - rne(x, s): x · 2^-s rounded to nearest, halves to even; a negative s multiplies.
        - clip(x, m): x limited to -m … m.
        - stochastic(x, n, draw): x · 2^-n rounded up where its fraction is above draw / 2^16; a negative n multiplies.
        - away(x, n): x · 2^-n rounded to nearest, halves away from zero.
        - pseudo(x, n): x · 2^-n, its magnitude rounded up where the high half of the fraction's n bits is above the low half; with an
          odd n the low half has one bit less, and a 0 behind it.
        - [condition]: 1 where it holds, 0 elsewhere.
        - (+)=: adds or overwrites, by the mode register.

        """;

    /// <summary>One line for each mnemonic.</summary>
    public const string Examples = """
        halt
        sync
        loop count=128 length=12
        set reg=1 value=1048576
        add reg=1 value=-4096
        ring reg=2 step=16384 wrap=32768
        walk slot=2 dim=1 count=28 stride=512
        tokens sem=3 count=2
        wait unit=3 sem=0
        signal unit=0 sem=0
        load dram=r1+65536 from=0 spad=r2+8192 to=1
        fill spad=r2+8192 to=4 value=0
        store spad=r2+32768 from=1 dram=r1+262144 to=0
        weights array=0 spad=r4+49152 pitch=64 row=0 rows=32 cols=32 bytes=1 shift=6 bits=2 low=0 width=2 transpose=0 first=1 last=1
        ws array=0 spad=r3+1024 walk=2 byte=0 acc=r5+0 mode=6 shift=0 cols=32 swap=1
        os array=1 x=r3+1024 xwalk=2 xlow=0 xwidth=8 xsigned=0 y=r4+32768 ywalk=3 ylow=4 ywidth=4 ysigned=1 acc=64 mode=6 apart=0
        vset scalar=4 value=0
        vact acc=r5+0 walk=5 shift=9 bits=8 pool=1 act=r2+16384 mask=r6+24576 wide=0
        vloss acc=0 walk=6 labels=4096 class=r7+32 spad=r2+2048 targetlog2=7 max=4 wide=0
        vspill acc=r5+128 walk=6 shift=2 more=1 wide=0 masked=1 mask=r6+24576 spad=r2+2048 track=1 max=4
        vquant spad=r2+2048 to=r4+32768 count=4096 wide=0 max=4 bits=8
        vmax acc=r5+128 walk=6 shift=0 more=0 wide=0 masked=1 mask=r6+24576 spad=r2+2048 max=4
        vcode acc=r5+128 walk=6 shift=8 more=1 wide=1 masked=1 mask=r6+24576 spad=r2+2048 max=4 bits=12
        vroute spad=r4+32768 mask=r6+24576 to=r2+0 walk=5 pool=1 bytes=1
        vupdate gradient=2048 weight=r4+49152 draws=0 walk=7 max=5 index=8 tensor=3 gbits=8 clip=1 wide=0 external=0
        vpool acc=r5+0 walk=5 shift=9 bits=8 size=3 step=2 act=r2+16384 mask=r6+24576 wide=0
        vunpool spad=r4+32768 mask=r6+24576 to=r2+0 walk=5 size=3 step=2 bytes=1 sumbytes=2
        vrowmax spad=r2+2048 walk=6 rows=4096 wide=0 codes=0
        vexp spad=r2+2048 walk=6 rows=4096 to=r4+32768 shift=19 wide=0
        vdiv spad=r4+32768 walk=6 rows=4096 labels=r7+1024 max=4
        vrange max=4 shift=5 exponent=6 bits=7 rate=0 pair=0 plus=-11
        vput scalar=5 spad=r2+2048
        vround spad=r2+2048 to=r4+32768 count=4096 shift=5 pseudo=0
        vroundsum acc=r5+128 walk=6 spad=r2+2048 shift=5 pseudo=0
        vrelu source=r2+2048 walk=5 shift=5 pseudo=0 size=2 act=r2+2048 mask=r6+24576 words=1
        vdrop spad=r2+16384 walk=5 pitch=512 index=8 tensor=3 external=0 draws=0
        vchance spad=r2+2048 to=r4+32768 draws=0 walk=7 index=8 tensor=2 external=0 shift=4
        vstep gradient=2048 weight=r4+49152 walk=7 max=4 shift=5 wide=0
        vexp2 spad=r2+2048 walk=6 rows=4096 to=r4+32768 exponent=7 fine=1
        vprob spad=r4+32768 walk=6 rows=4096 labels=r7+1024
        vnarrow spad=r2+2048 to=r4+32768 count=4096 shift=16 bits=8 words=0
        vjoin a=r2+2048 b=r6+24576 to=r2+2048 walk=7 both=1 bits=24
        vpeak spad=r2+2048 walk=5 size=3 step=2 top=1 left=1 to=r4+32768 place=r6+24576
        vstat spad=r2+2048 walk=6 sums=r7+1024
        vmoment sums=r7+1024 table=4096 count=64 n=200704
        vdecay running=r6+24576 new=4096 count=64 shift=8
        vnorm z=r2+2048 table=4096 to=r4+32768 walk=6 clip=1023 outputs=7
        vscale x=r2+2048 table=4096 to=r4+32768 walk=6 clip=1023 outputs=3
        vaverage spad=r4+32768 walk=5 to=r6+24576
        vget spad=r6+24576 scalar=5
        vaddi scalar=5 value=-7
        vexpo max=4 exponent=6 bits=7
        vroom max=4 shift=5 exponent=6 bits=28
        vclip spad=r2+2048 to=r2+2048 count=4096 wide=1 max=4
        vflag spad=r2+2048 to=r4+32768 count=4096 max=4
        vchannel spad=r2+2048 walk=6 table=4096
        vlive table=4096 count=64 guard=5 exponent=6 more=0
        vnormback spad=r2+2048 table=4096 to=r4+32768 walk=6 n=7 guard=5 max=4
        vparam table=4096 state=r6+24576 count=64 exponent=6 batch=64 beta=0
        vmomentum gradient=2048 state=r4+49152 draws=0 walk=7 max=5 index=8 tensor=3 wide=1 external=0
        vmatch xexponent=4 xmax=5 yexponent=6 ymax=7 to=8
        vblend x=r2+2048 y=r4+32768 to=r2+2048 walk=7 shifts=9 max=4
        vspread spad=r2+2048 walk=6 to=r4+32768 max=4
        vunpeak spad=r2+2048 place=r6+24576 to=r4+32768 walk=5 size=3 step=2 top=0 left=0 shift=5 max=4
        """;
}
