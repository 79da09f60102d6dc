using WageSim.Isa;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Numerics;

namespace WageSim.Tests.Isa.Execution;

/// <summary>Weight updates with momentum, as the golden model makes them, however they are executed.</summary>
public sealed class MomentumTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Vmomentum_takes_the_golden_model_s_steps(bool wide, bool external)
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var twins = new VectorTwins(1);
            random.NextBytes(twins.Plain.Scratchpad);
            var operands = new VectorOperands(random, twins);
            byte[] memory = twins.Plain.Scratchpad;
            int count = random.Next(8) == 0 ? random.Next(500, 1300) : random.Next(1, 200);
            int bytes = wide ? 8 : 4, range = 1 << random.Next(1, 8);
            int gradients = random.Next(64), state = gradients + bytes * count + random.Next(9), at = state + 6 * count + random.Next(9);
            operands.Words(gradients, count, wide, random.Next(1, wide ? 54 : 33));
            if (random.Next(9) == 0) memory.AsSpan(gradients, bytes * count).Clear();
            long[] errors = [.. Enumerable.Range(0, count).Select(i =>
                wide ? BitConverter.ToInt64(memory, gradients + 8 * i) : BitConverter.ToInt32(memory, gradients + 4 * i))];
            int[] weights = [.. Enumerable.Range(0, count).Select(_ =>
                random.Next(9) == 0 ? int.MaxValue : random.Next(-int.MaxValue, int.MaxValue) >> random.Next(20))];
            int[] momenta = [.. Enumerable.Range(0, count).Select(_ => random.Next(-42, 43))];
            for (int i = 0; i < count; i++)
            {
                BitConverter.TryWriteBytes(memory.AsSpan(state + 4 * i), weights[i]);
                BitConverter.TryWriteBytes(memory.AsSpan(state + 4 * count + 2 * i), (short)momenta[i]);
            }
            long index = random.Next(3) == 0 ? uint.MaxValue - random.Next(count) : random.NextInt64(1L << 40);
            int rate = random.Next(512), tensor = random.Next(64);
            var scalars = twins.Plain.Scalars;
            (scalars[2], scalars[MachineState.RangeScalar], scalars[MachineState.RateScalar]) = (errors.Max(Math.Abs), BitLog(range), rate);
            (scalars[MachineState.SeedScalar], scalars[MachineState.StepScalar]) = (random.NextInt64(1L << 32), random.Next(100));
            uint key = RandomBits.Key((uint)scalars[MachineState.SeedScalar], (uint)scalars[MachineState.StepScalar], (uint)tensor);
            ushort[] draws = [.. Enumerable.Range(0, count).Select(i =>
                external ? BitConverter.ToUInt16(memory, at + 2 * i) : RandomBits.Draw(key, unchecked((uint)(index + i))))];

            var vmomentum = new VectorMomentum(0, 0, 0, 0, 2, 0, tensor, wide, external);
            Assert.Null(twins.Execute(new(0, vmomentum, gradients, state, at, index, Walk.Unit with { Run = count })));
            WageubnUpdate.Apply(weights, momenta, WageubnQuantisers.Steps(errors, draws, range), rate);
            Assert.Equal(weights, Enumerable.Range(0, count).Select(i => BitConverter.ToInt32(memory, state + 4 * i)));
            Assert.Equal(momenta, Enumerable.Range(0, count).Select(i => (int)BitConverter.ToInt16(memory, state + 4 * count + 2 * i)));
        }
    }

    [Fact]
    public void Vmomentum_by_any_maximum_takes_no_step_beyond_the_range()
    {
        var twins = new VectorTwins(1);
        var operands = new VectorOperands(new(1), twins);
        foreach (long max in new[] { 1, 5, 1L << 40, long.MaxValue })
            for (int range = 0; range < 8; range++)
            {
                const int Count = 300;
                operands.Words(0, Count, wide: true, 64);
                twins.Plain.Scratchpad.AsSpan(8 * Count, 6 * Count).Clear();
                (twins.Plain.Scalars[1], twins.Plain.Scalars[MachineState.RangeScalar], twins.Plain.Scalars[MachineState.RateScalar]) =
                    (max, range + 8 * 77, 1 + 512 * 3);
                long[] gradients = [.. Enumerable.Range(0, Count).Select(i => BitConverter.ToInt64(twins.Plain.Scratchpad, 8 * i))];
                var vmomentum = new VectorMomentum(0, 0, 0, 0, 1, 0, 0, Wide: true, External: true);
                twins.Plain.Scratchpad.AsSpan(20_000, 2 * Count).Fill(0xff);
                Assert.Null(twins.Execute(new(0, vmomentum, 0, 8 * Count, 20_000, W0: Walk.Unit with { Run = Count })));
                for (int i = 0; i < Count; i++)
                {
                    int moved = BitConverter.ToInt32(twins.Plain.Scratchpad, 8 * Count + 4 * i);
                    Assert.InRange(Math.Abs(moved), 0, (1 << range) - 1);
                    Assert.True(moved == 0 || Math.Sign(moved) == -Math.Sign(gradients[i]));
                    if (range == 0) Assert.Equal(0, moved);
                    if (max == 1 && gradients[i] != 0) Assert.Equal((1 << range) - 1, Math.Abs(moved));
                }
            }
    }

    private static int BitLog(int power) => System.Numerics.BitOperations.Log2((uint)power);
}
