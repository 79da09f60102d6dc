using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Tests.Support;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.Isa;

public sealed class CompiledProgramTests
{
    [Theory, InlineData("16C3-MP2-10SSE"), InlineData("32FC-10SSE")]
    public void A_compiled_program_survives_its_file_and_its_text(string notation)
    {
        var network = Network.Parse(notation, new ImageShape(8, 8, 3));
        var program = SchemeCompiler.Compile(WageParameters.Default(network, BitWidths.Paper), TestChip.Edge, new(8, ExternalDraws: true));
        Assert.NotEmpty(program.Symbols);
        Assert.NotEmpty(program.Ranges);
        Assert.NotEmpty(program.Probes);
        Assert.True(program.SameAs(ProgramFile.FromBytes(ProgramFile.ToBytes(program), "p")));
        Assert.True(program.SameAs(Assembler.Assemble(Disassembler.Print(program), "p.s")));
    }
}
