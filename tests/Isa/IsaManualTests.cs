using WageSim.Isa;

namespace WageSim.Tests.Isa;

public sealed class IsaManualTests
{
    [Fact]
    public void The_manual_in_the_repository_is_current()
    {
        string path = Path.Combine(Root(), "isa", "ISA.md");
        string manual = IsaManual.Write();
        if (Environment.GetEnvironmentVariable("WAGESIM_ACCEPT") == "1") File.WriteAllText(path, manual);
        Assert.True(File.Exists(path), $"{path} is missing; WAGESIM_ACCEPT=1 writes it");
        Assert.Equal(manual, File.ReadAllText(path));
    }

    [Fact]
    public void Every_instruction_has_an_example()
    {
        Assert.Equal(InstructionSet.All.Select(row => row.Mnemonic).Order(), IsaManual.Examples().Keys.Order());
        foreach (var (mnemonic, example) in IsaManual.Examples())
        {
            Assert.Contains($"### {mnemonic}\n", IsaManual.Write());
            Assert.Contains($"{InstructionSet.Print(example)}\n{InstructionSet.Encode(example):x32}\n", IsaManual.Write());
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WageSim.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
