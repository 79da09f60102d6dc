using System.Text;
using System.Text.Json;
using WageSim.Commands;
using WageSim.CommandLine;

namespace WageSim.Tests.CommandLine;

/// <summary>One call of the program within this process: its exit code and what it printed.</summary>
public sealed record Cli(int Code, string Out, string Error)
{
    static Cli()
    {
        Console.SetOut(new Routed(Console.Out, printed => printed.Out));
        Console.SetError(new Routed(Console.Error, printed => printed.Error));
    }

    public static Cli Run(params string[] arguments) => Run(() => CommandLineApp.Run(arguments));

    public static Cli Run(Func<int> action)
    {
        var printed = new Printed();
        Routed.Current.Value = printed;
        try
        {
            int code = action();
            return new(code, $"{printed.Out}", $"{printed.Error}");
        }
        finally
        {
            Routed.Current.Value = null;
        }
    }

    /// <summary>A run that must succeed.</summary>
    public static Cli Good(params string[] arguments)
    {
        var result = Run(arguments);
        Assert.Equal("", result.Error);
        Assert.Equal(ExitCode.Good, result.Code);
        return result;
    }

    /// <summary>The message of a run that must be refused: one line on standard error, nothing on standard output.</summary>
    public static string Refused(params string[] arguments)
    {
        var (code, output, error) = Run(arguments);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Equal("", output);
        Assert.StartsWith("wagesim: ", error);
        Assert.EndsWith("\n", error);
        string message = error["wagesim: ".Length..^1];
        Assert.DoesNotContain('\n', message);
        return message;
    }

    public static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;

    private sealed class Printed
    {
        public StringWriter Out { get; } = new() { NewLine = "\n" };
        public StringWriter Error { get; } = new() { NewLine = "\n" };
    }

    // Other tests run, and may print, at the same time: what is printed goes to the run that it belongs to.
    private sealed class Routed(TextWriter original, Func<Printed, TextWriter> side) : TextWriter
    {
        public static readonly AsyncLocal<Printed?> Current = new();

        private TextWriter Target => Current.Value is { } printed ? side(printed) : original;

        public override Encoding Encoding => original.Encoding;
        public override void Write(char value) => Target.Write(value);
        public override void Write(string? value) => Target.Write(value);
        public override void WriteLine() => Target.WriteLine();
        public override void WriteLine(string? value) => Target.WriteLine(value);
    }
}
