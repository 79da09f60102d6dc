using WageSim.Commands;
using WageSim.Machine;
using WageSim.Models;

namespace WageSim.Tests.CommandLine;

public sealed class CommandLineAppTests
{
    private const string Commands = "train, infer, export, validate, compile, asm, disasm, run, sweep, pareto, explain, time, compare, " +
        "report, bench, costs, data, list";

    private static readonly string[] commands = ["train", "infer", "export", "validate", "compile", "asm", "disasm", "run", "data", "list"];

    [Fact]
    public void Without_arguments_or_with_help_it_lists_the_commands()
    {
        string help = Cli.Good("--help").Out;
        Assert.Equal(help, Cli.Good().Out);
        foreach (string command in commands) Assert.Contains($"\n  {command}", help);
    }

    [Theory]
    [InlineData("train",
        "--preset --scheme --network --data --chip --set --bits --rounding --loss --dropout --gradient-bits --augment --batch " +
        "--epochs --limit --test-limit --seed --learning-rate --clock --error-pass --saved --threads --check " +
        "--weights --out --resume --checkpoint-minutes --checkpoint-steps --json")]
    [InlineData("infer",
        "--run --weights --scheme --network --bits --rounding --loss --data --chip --set --batch --limit --clock --fidelity --threads " +
        "--check --json")]
    [InlineData("export", "RUN --out --json")]
    [InlineData("validate", "--golden --random --seed --chip --set --clock --error-pass --saved --threads --json")]
    [InlineData("compile",
        "--scheme --network --input --chip --set --bits --rounding --loss --dropout --batch --inference --error-pass --saved --out " +
        "--bounds --show --json")]
    [InlineData("asm", "FILE.s --out --json")]
    [InlineData("disasm", "FILE.wsp --out --json")]
    [InlineData("run", "FILE.wsp --chip --set --clock --interpret --no-data --dram --dump --json")]
    [InlineData("list", "KIND --json")]
    public void Help_of_a_command_names_all_its_options(string command, string options)
    {
        string help = Cli.Good(command, "--help").Out;
        Assert.Equal(help, Cli.Good(command, "-h").Out);
        Assert.Contains($"wagesim {command}", help);
        foreach (string option in options.Split(' ')) Assert.Contains(option, help);
    }

    [Fact]
    public void Version_is_the_assembly_s()
    {
        Assert.Equal($"wagesim {CommandLineApp.Version}\n", Cli.Good("--version").Out);
        Assert.Matches(@"^\d+\.\d+\.\d+$", CommandLineApp.Version);
    }

    [Theory]
    [InlineData("trian",
        "unknown command 'trian'; did you mean train? " +
        "Commands are " + Commands)]
    [InlineData("--batch 4",
        "'--batch' comes before the command; commands are " + Commands)]
    [InlineData("train --batsh 5", "train: unknown option '--batsh'; did you mean --batch?")]
    [InlineData("train --batsh=5", "train: unknown option '--batsh'; did you mean --batch?")]
    [InlineData("train 7", "train: unexpected argument '7'")]
    [InlineData("train --batch", "--batch: a value is missing")]
    [InlineData("train --batch --epochs 3", "--batch: a value is missing")]
    [InlineData("train --scheme niti --dropout", "--dropout: a value is missing")]
    [InlineData("train --dropout --epochs 3", "--dropout: a value is missing")]
    [InlineData("train --out --json x", "--out: a value is missing")]
    [InlineData("train --out --json=x", "--out: a value is missing")]
    [InlineData("train --set", "--set: a value is missing")]
    [InlineData("train --batch 1 --batch 2", "--batch is given 2 times")]
    [InlineData("compile", "compile: --out is missing")]
    [InlineData("asm x.s", "asm: --out is missing")]
    [InlineData("asm --out x.wsp", "asm: FILE.s is missing")]
    [InlineData("disasm", "disasm: FILE.wsp is missing")]
    [InlineData("run", "run: FILE.wsp is missing")]
    [InlineData("run a b", "run: unexpected argument 'b'")]
    [InlineData("run @none", "@none: there is no such file")]
    [InlineData("list chip", "list: 'chip' is unknown; did you mean chips? Kinds are chips, networks, data, schemes, presets")]
    public void A_command_line_that_does_not_parse_is_refused(string line, string message) =>
        Assert.Equal(message, Cli.Refused(line.Split(' ')));

    [Theory]
    [InlineData("--batch", "0", "1..65536"), InlineData("--batch", "65537", "1..65536")]
    [InlineData("--batch", "99999999999999999999", "1..65536")]
    [InlineData("--epochs", "0", "1..1000000"), InlineData("--epochs", "1000001", "1..1000000")]
    [InlineData("--limit", "0", "1..2147483647"), InlineData("--test-limit", "-3", "1..2147483647")]
    [InlineData("--threads", "0", "1..64"), InlineData("--threads", "65", "1..64")]
    [InlineData("--check", "-1", "0..2147483647")]
    [InlineData("--seed", "-1", "0..4294967295"), InlineData("--seed", "4294967296", "0..4294967295")]
    public void A_number_outside_its_range_is_refused(string option, string value, string range) =>
        Assert.Equal($"{option}: {value} is outside {range}", Cli.Refused("train", option, value));

    [Theory]
    [InlineData("x"), InlineData(""), InlineData("1.5"), InlineData("-"), InlineData(" 4"), InlineData("0x10"), InlineData("1e3")]
    public void A_wrong_number_is_refused(string value) =>
        Assert.Equal($"--batch: '{value}' is not a whole number; 1..65536 is expected", Cli.Refused("train", "--batch", value));

    [Theory]
    [InlineData("--bits", "2-8-8", "--bits: bit widths '2-8-8': four numbers W-A-G-E are expected, such as 2-8-8-8")]
    [InlineData("--bits", "2-8-8-17", "--bits: bit widths '2-8-8-17': E = 17 is outside 4..16")]
    [InlineData("--clock", "fast", "--clock: 'fast' is not one of event, stepping")]
    [InlineData("--fidelity", "rtl", "--fidelity: 'rtl' is not one of kernel, grid")]
    [InlineData("--error-pass", "twice", "--error-pass: 'twice' is not one of spill, recompute")]
    [InlineData("--saved", "streams", "--saved: 'streams' is not one of spill, recompute")]
    [InlineData("--saved", "recompute", "--saved: 'recompute': scheme wage does not have this option")]
    [InlineData("--saved", "spill", "--saved: 'spill': scheme wage does not have this option")]
    [InlineData("--dropout", "yes", "--dropout: 'yes' is not one of on, off")]
    [InlineData("--dropout", "true", "--dropout: 'true' is not one of on, off")]
    [InlineData("--dropout", "on", "--dropout: 'on': scheme wage does not have this option")]
    [InlineData("--dropout", "off", "--dropout: 'off': scheme wage does not have this option")]
    [InlineData("--out", "", "--out: the value is empty; DIR is expected")]
    [InlineData("--augment", "mirror", "--augment: 'mirror' is not one of none, crop, flip, crop+flip")]
    [InlineData("--network", "digits-cn",
        "network 'digits-cn': unknown name; did you mean digits-cnn? Names are digits-cnn, mnist-lenet, svhn-vgg, cifar10-vgg, " +
        "imagenet-alexnet, niti-digits, niti-lenet, vgg-small-7, vgg-small-8, vgg-small-9, " +
        "resnet-18, resnet-34, resnet-50, resnet-20, wageubn-digits; a notation such as 16C3-MP2-32C3-MP2-64FC-10SSE is the other choice")]
    public void A_wrong_value_is_refused(string option, string value, string message) =>
        Assert.Equal(message, Cli.Refused("train", option, value));

    [Theory]
    [InlineData("train --out a --resume b", "--out: not with --resume, which goes on in its own folder")]
    [InlineData("train --checkpoint-minutes 5", "--checkpoint-minutes: only with --out or --resume")]
    [InlineData("train --checkpoint-steps 5", "--checkpoint-steps: only with --out or --resume")]
    [InlineData("train --out a --checkpoint-steps 0", "--checkpoint-steps: 0 is outside 1..2147483647")]
    [InlineData("train --out a --checkpoint-minutes 0", "--checkpoint-minutes: 0 is outside 1..1000000")]
    [InlineData("train --resume none", "none: the folder does not exist")]
    public void Train_refuses_options_that_contradict_each_other(string line, string message) =>
        Assert.Equal(message, Cli.Refused(line.Split(' ')));

    [Theory]
    [InlineData("infer", "infer: neither of --run and --weights given; one is expected")]
    [InlineData("infer --run a --weights b", "infer: both of --run and --weights given; one is expected")]
    [InlineData("infer --run a --network digits-cnn", "--network: not with --run, which has its own")]
    [InlineData("infer --run a --bits 2-8-8-8", "--bits: not with --run, which has its own")]
    [InlineData("infer --run none", "none: the folder does not exist")]
    [InlineData("infer --weights none.npz", "none.npz: no such file")]
    [InlineData("export none --out x.npz", "none: the folder does not exist")]
    [InlineData("export none", "export: --out is missing")]
    [InlineData("export --out x.npz", "export: RUN is missing")]
    public void Weights_that_are_not_there_are_refused(string line, string message) => Assert.Equal(message, Cli.Refused(line.Split(' ')));

    [Theory]
    [InlineData("validate", "validate: neither of --golden and --random is given; one is expected")]
    [InlineData("validate --golden t --random 3", "validate: both of --golden and --random are given; one is expected")]
    [InlineData("validate --random 3 --chip edge", "--chip: not with --random, which draws its chips")]
    [InlineData("validate --random 3 --set rows=8", "--set: not with --random, which draws its chips")]
    [InlineData("validate --golden t --seed 3", "--seed: only with --random; a trace has its own draws")]
    [InlineData("validate --random 0", "--random: 0 is outside 1..1000000")]
    public void Validate_refuses_options_that_contradict_each_other(string line, string message) =>
        Assert.Equal(message, Cli.Refused(line.Split(' ')));

    [Fact]
    public void What_a_run_throws_decides_the_exit_code()
    {
        Assert.Equal(new Cli(0, "", ""), Thrown(null));
        Assert.Equal(new Cli(1, "", "wagesim: race\n"), Thrown(new DataRaceException("race")));
        Assert.Equal(new Cli(1, "", "wagesim: stuck\n"), Thrown(new DeadlockException("stuck")));
        Assert.Equal(new Cli(2, "", "wagesim: bad\n"), Thrown(new InputException("bad")));
        Assert.Equal(new Cli(2, "", "wagesim: No space left on device : '/x'\n"),
            Thrown(new IOException("No space left on device : '/x'")));
        Assert.Equal(new Cli(2, "", "wagesim: denied\n"), Thrown(new UnauthorizedAccessException("denied")));
        Assert.Equal(new Cli(130, "", "wagesim: interrupted\n"), Thrown(new OperationCanceledException()));
        Assert.Equal(new Cli(70, "", "wagesim: internal error: InvalidOperationException: a b\n"),
            Thrown(new InvalidOperationException("a\nb")));
    }

    [Fact]
    public void A_stack_trace_is_shown_only_if_it_is_asked_for()
    {
        Environment.SetEnvironmentVariable(CommandLineApp.DebugVariable, "1");
        try
        {
            Assert.Contains("\n   at WageSim.Tests.", Thrown(new InvalidOperationException("x")).Error);
            Assert.Equal("wagesim: bad\n", Thrown(new InputException("bad")).Error);
        }
        finally
        {
            Environment.SetEnvironmentVariable(CommandLineApp.DebugVariable, null);
        }
    }

    private static Cli Thrown(Exception? error) => Cli.Run(() => CommandLineApp.Guard(() => error is null ? 0 : throw error));
}
