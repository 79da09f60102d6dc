using Spectre.Console;
using Spectre.Console.Rendering;

namespace WageSim.CommandLine;

/// <summary>
/// Work that takes a while: on a terminal a bar with rate and time left; lines that the work prints stand above it.
/// In a pipe only the lines.
/// </summary>
public sealed class LongTask
{
    private readonly ProgressTask? task;

    private LongTask(ProgressTask? task) => this.task = task;

    /// <summary>Runs the work; it says how far it is in units of `total`.</summary>
    public static T Run<T>(string what, string units, double total, Func<LongTask, T> work)
    {
        if (Console.IsOutputRedirected) return work(new(null));
        return AnsiConsole.Progress().AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new RateColumn(units), new RemainingTimeColumn())
            .Start(context => work(new(context.AddTask(Markup.Escape(what), maxValue: total))));
    }

    /// <summary>So much more is done.</summary>
    public void Advance(double units) => task?.Increment(units);

    /// <summary>A line of output.</summary>
    public void Line(string text)
    {
        if (task is null) Output.Line(text);
        else AnsiConsole.Console.Write(new ControlCode(text + "\n")); // as it is: the library would break a row at words
    }

    private sealed class RateColumn(string units) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Speed is { } speed ? $"{Format.Number(speed, speed < 10 ? 1 : 0)} {units}/s" : "", new Style(Color.Blue));
    }
}
