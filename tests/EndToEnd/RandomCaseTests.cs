using WageSim.Runs;
using Xunit.Abstractions;

namespace WageSim.Tests.EndToEnd;

public sealed class RandomCaseTests(ITestOutputHelper output)
{
    [Fact]
    public void Two_hundred_random_cases_agree_three_ways_and_on_both_clocks()
    {
        var outcomes = Enumerable.Range(0, 200).AsParallel().AsOrdered().WithDegreeOfParallelism(2)
            .Select(number => CaseCheck.Run(RandomCase.Draw(1, number))).ToList();
        for (int i = 0; i < outcomes.Count; i++)
            if (outcomes[i].Fault is { } fault) output.WriteLine($"{i}: {outcomes[i].Description}: {fault}");
        output.WriteLine(
            $"{outcomes.Sum(o => o.Tensors)} tensors, {outcomes.Sum(o => o.Elements)} elements, " +
            $"{outcomes.Sum(o => o.Commands)} commands, {outcomes.Sum(o => o.Cycles)} cycles");
        Assert.All(outcomes, outcome => Assert.True(outcome.Fault is null, $"{outcome.Description}: {outcome.Fault}"));
        Assert.True(outcomes.Sum(outcome => outcome.Elements) > 100_000);
    }

    [Fact]
    public void Random_cases_agree_with_arrays_PE_by_PE()
    {
        for (int number = 0; number < 20; number++)
        {
            var outcome = CaseCheck.Run(RandomCase.Draw(2, number), Fidelity.Grid);
            Assert.True(outcome.Fault is null, $"{outcome.Description}: {outcome.Fault}");
        }
    }
}
