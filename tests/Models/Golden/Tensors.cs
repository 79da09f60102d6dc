using WageSim.Models.Golden;

namespace WageSim.Tests.Models.Golden;

/// <summary>Comparison of the tensors of steps.</summary>
internal static class Tensors
{
    /// <summary>Same tensors in the same order, or fails at the first value that differs.</summary>
    public static long AssertSame(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual, string where)
    {
        Assert.Equal(expected.Select(tensor => tensor.ToString()), actual.Select(tensor => tensor.ToString()));
        long compared = 0;
        foreach (var (want, got) in expected.Zip(actual))
        {
            int index = want.FirstDifference(got);
            if (index >= 0)
                Assert.Fail($"{where}, {want}, at {want.Position(index)}: expected {want.Values[index]}, got {got.Values[index]}");
            compared += want.Values.Length;
        }
        return compared;
    }
}
