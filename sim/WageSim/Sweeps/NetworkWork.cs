using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Sweeps;

/// <summary>A training step or forward pass of a network.</summary>
internal sealed record NetworkWork(SchemeParameters Parameters, CompileOptions Options) : PointWork
{
    public override object Key => (Parameters.Network.Notation, Parameters.Network.Input, Parameters.Scheme, Parameters.Formats, Options);

    public override double Size => Options.Batch;

    public override PointSimulation Run(Chip chip, CancellationToken cancellation)
    {
        var program = SchemeCompiler.Compile(Parameters, chip, Options);
        var timing = new Accelerator(chip, program, data: null, new() { Cancellation = cancellation }).Run();
        return new(timing, program.Instructions.Count, program.DramBytes);
    }
}
