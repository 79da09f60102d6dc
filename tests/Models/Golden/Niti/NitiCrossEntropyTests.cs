using System.Numerics;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Schemes.Niti;

namespace WageSim.Tests.Models.Golden.Niti;

public sealed class NitiCrossEntropyTests
{
    [Fact]
    public void The_table_has_the_nearest_integers_to_the_powers()
    {
        // v is nearest to 2^(15 + i/256) where (2v - 1)^256 < 2^(256 · 16 + i) < (2v + 1)^256.
        for (int i = 0; i < 256; i++)
        {
            long v = NitiCrossEntropy.PowerOfFraction(i);
            var power = BigInteger.One << 256 * 16 + i;
            Assert.True(BigInteger.Pow(2 * v - 1, 256) < power && power < BigInteger.Pow(2 * v + 1, 256));
        }
        Assert.Equal((32768L, 65359L), (NitiCrossEntropy.PowerOfFraction(0), NitiCrossEntropy.PowerOfFraction(255)));
    }

    [Theory]
    // Octaves 0 and 1, in the window 9 and 10: weights 511 and 1023 of 1534.
    [InlineData(0, 1, new long[] { 0, 1 }, new long[] { 682, -682 })]
    // -1.44 is cut to -1, and half of that to 0: as likely as the other.
    [InlineData(-1, 0, new long[] { -1, 0 }, new long[] { -1024, 1024 })]
    // 183 / 64 is cut to 2, -183 / 64 to -2: weights 1023 and 63.
    [InlineData(-6, 1, new long[] { 127, -127 }, new long[] { 1929, -1929 })]
    // Taylor, x = ±0.5: weights 53248 and 20480 of 73728.
    [InlineData(-7, 0, new long[] { 64, -64 }, new long[] { -568, 568 })]
    public void The_integer_loss_is_as_worked_by_hand(int exponent, int label, long[] logits, long[] errors) =>
        Assert.Equal(errors, NitiCrossEntropy.Errors(logits, [label], exponent, NitiLoss.Integer2020));

    [Theory]
    // Distance 47274 / 128 = 369.3 steps below 2560: 48262 · 2^8 - 2^15 and 2^25 - 2^15, their whole parts 376 and 1023.
    [InlineData(0, 1, new long[] { 0, 1 }, new long[] { 550, -550 })]
    // Distances 1472, 0 and 704 steps; whole parts 18, 1023 and 151.
    [InlineData(-6, 2, new long[] { -128, 127, 5 }, new long[] { 30, 1757, -1787 })]
    [InlineData(-2, 0, new long[] { 3, 3, -2 }, new long[] { -1151, 896, 255 })]
    [InlineData(-7, 0, new long[] { 64, -64 }, new long[] { -568, 568 })]
    public void The_fixed_point_loss_is_as_worked_by_hand(int exponent, int label, long[] logits, long[] errors) =>
        Assert.Equal(errors, NitiCrossEntropy.Errors(logits, [label], exponent, NitiLoss.Fixed2021));

    [Theory]
    [InlineData(NitiLoss.Integer2020)]
    [InlineData(NitiLoss.Fixed2021)]
    public void Errors_of_an_image_sum_to_zero_at_every_exponent(NitiLoss loss)
    {
        // `fixed-2021` divides by a sum without fractions: it is 1023 or more, and 11 classes lose less than 11.
        int least = loss == NitiLoss.Integer2020 ? -2048 : -2048 * (1023 + 11) / 1023;
        var random = new Random(3);
        for (int exponent = -40; exponent <= 40; exponent++)
        {
            long[] logits = [.. Enumerable.Range(0, 7 * 11).Select(_ => (long)random.Next(-128, 128))];
            int[] labels = [.. Enumerable.Range(0, 7).Select(_ => random.Next(11))];
            long[] errors = NitiCrossEntropy.Errors(logits, labels, exponent, loss);
            for (int image = 0; image < 7; image++)
            {
                Assert.Equal(0, errors[(image * 11)..((image + 1) * 11)].Sum());
                for (int c = 0; c < 11; c++)
                    Assert.InRange(errors[image * 11 + c], c == labels[image] ? least : 0, c == labels[image] ? 0 : 2048);
            }
            Assert.Equal(NitiCrossEntropy.Errors(logits, labels, Math.Clamp(exponent, -25, 7), loss), errors);
        }
    }

    // Measured by the authors of the definition over 15 million logits, in parts of 1.
    [Fact]
    public void The_fixed_point_loss_is_near_the_softmax_of_ten_classes()
    {
        var random = new Random(5);
        for (int i = 0; i < 2000; i++)
        {
            int exponent = random.Next(-6, 0), label = random.Next(10);
            long[] logits = [.. Enumerable.Range(0, 10).Select(_ => (long)random.Next(-127, 128))];
            double[] powers = Array.ConvertAll(logits, logit => Math.Exp(Math.ScaleB(logit, exponent)));
            long[] errors = NitiCrossEntropy.Errors(logits, [label], exponent, NitiLoss.Fixed2021);
            for (int c = 0; c < 10; c++)
                Assert.InRange(errors[c] / 2048.0 - (powers[c] / powers.Sum() - (c == label ? 1 : 0)), -0.015, 0.015);
        }
    }
}
