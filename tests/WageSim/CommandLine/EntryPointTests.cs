using WageSim.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.CommandLine;

/// <summary>The program as a process of its own.</summary>
public sealed class EntryPointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Arguments_output_and_exit_code_pass_through()
    {
        using var process = ChildProgram.Start("train", "--batch", "0");
        Assert.Equal("", process.StandardOutput.ReadToEnd());
        Assert.Equal("wagesim: --batch: 0 is outside 1..65536\n", process.StandardError.ReadToEnd().ReplaceLineEndings("\n"));
        process.WaitForExit();
        Assert.Equal(ExitCode.BadInput, process.ExitCode);
    }

    [Theory, InlineData("INT", ExitCode.Interrupted), InlineData("TERM", ExitCode.Terminated)]
    public void A_signal_stops_a_run_in_an_orderly_way(string signal, int code)
    {
        if (OperatingSystem.IsWindows()) return;
        string source = folder.File("s.s"), file = folder.File("s.wsp");
        // Longer than anyone waits.
        File.WriteAllText(source,
            ".chip edge\nloop count=16777215 length=2\nloop count=16777215 length=1\nfill spad=0 to=0 value=1\nhalt\n");
        Cli.Good("asm", source, "--out", file);
        // A signal that comes before the program listens ends it without a word: then it is given more time.
        for (int milliseconds = 500; milliseconds <= 8000; milliseconds *= 2)
        {
            using var process = ChildProgram.Start("run", file);
            Thread.Sleep(milliseconds);
            process.Signal(signal);
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (error.Length == 0) continue;
            Assert.Equal((code, "wagesim: interrupted\n"), (process.ExitCode, error));
            return;
        }
        Assert.Fail($"no answer to SIG{signal}");
    }
}
