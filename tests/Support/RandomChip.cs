using WageSim.Models.Hardware;

namespace WageSim.Tests.Support;

/// <summary>Small chips with narrow ports, few banks and short queues, so that everything that can wait does.</summary>
internal static class RandomChip
{
    public static Chip Next(Random random)
    {
        int rows = random.Next(1, 9), cols = random.Next(1, 9), burst = 2 << random.Next(3);
        int clock = random.Next(3) == 0 ? 1000 : random.Next(300, 1800);
        var dram = Rig.Dram with
        {
            BurstLength = burst, ClockPicoseconds = clock, TREFI = random.Next(150, 400),
            RowBytes = 64 << random.Next(3), BankGroups = 1 << random.Next(2),
        };
        return Rig.With(
            arrays: random.Next(1, 4), rows: rows, cols: cols, macBits: 2 << random.Next(3), banks: random.Next(2, 6), bankKiB: 1,
            portBits: 8 << random.Next(5),
            accumulatorBanks: random.Next(1, 4), accumulatorKiB: 1, accumulatorPortBits: 32 << random.Next(4), lanes: random.Next(1, 9),
            vectorLatency: random.Next(1, 7),
            pageBytes: 64 << random.Next(2), pages: random.Next(1, 4), dmaLatency: random.Next(1, 6), queueDepth: random.Next(2, 9),
            megahertz: random.Next(3) == 0 ? 1000 : random.Next(200, 1500), dram: dram).Chip;
    }
}
