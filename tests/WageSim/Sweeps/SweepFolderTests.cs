using Microsoft.Data.Sqlite;
using WageSim.CommandLine;
using WageSim.Sweeps;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.Sweeps;

/// <summary>The folder of a sweep: damaged, of another sweep or version, in use, left behind by a killed process.</summary>
public sealed class SweepFolderTests : IDisposable
{
    private static readonly string[] small =
        ["sweep", "--network", "4C3-MP2-10SSE", "--batch", "4", "--chip", "edge", "--grid", "array=4x4,8x8 macBits=2,8"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Out => folder.File("sweep");

    private string Database => Path.Combine(Out, "sweep.db");

    private SqliteConnection Opened()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = statements;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    [Fact]
    public void A_database_that_is_not_the_sweep_s_is_refused()
    {
        Cli.Good([.. small, "--out", Out]);
        string database = Path.Combine(Out, "sweep.db");
        byte[] good = File.ReadAllBytes(database);
        Assert.StartsWith($"--out: {Out} has another sweep: dimensions is [", Cli.Refused([.. small[..^1], "rows=4", "--out", Out]));

        Change("PRAGMA user_version = 9");
        Assert.Equal($"{database}: is of another version: 9; this program reads 1", Cli.Refused([.. small, "--out", Out]));
        Change("PRAGMA user_version = 1; PRAGMA application_id = 7");
        Assert.Equal($"{database}: is not the database of a sweep", Cli.Refused([.. small, "--out", Out]));
        File.WriteAllText(database, new string('x', 200));
        Assert.Equal($"{database}: is not the database of a sweep", Cli.Refused([.. small, "--out", Out]));
        File.WriteAllBytes(database, good[..(good.Length / 2)]);
        Assert.Contains("damaged", Cli.Refused([.. small, "--out", Out]));
        byte[] holed = [.. good];
        holed.AsSpan(8192, 4096).Fill(0x5a);
        File.WriteAllBytes(database, holed);
        Assert.Contains("damaged", Cli.Refused([.. small, "--out", Out]));
        File.WriteAllBytes(database, good);
        Cli.Good([.. small, "--out", Out]);

        void Change(string statements)
        {
            using var connection = Opened();
            Execute(connection, statements);
        }
    }

    [Fact]
    public void Two_processes_do_not_write_one_folder()
    {
        Cli.Good([.. small, "--out", Out]);
        using var held = new FileStream(Path.Combine(Out, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.StartsWith($"{Out}: cannot be written to", Cli.Refused([.. small, "--out", Out]));
    }

    [Fact]
    public void A_database_whose_writer_was_killed_in_the_middle_is_read_as_it_was_before()
    {
        Cli.Good([.. small, "--out", Out]);
        string counts = File.ReadAllText(Path.Combine(Out, "counts.csv"));
        byte[] half, journal;
        using (var connection = Opened())
        {
            // A cache of few pages, so that changed ones go to the file before the transaction ends.
            Execute(connection, "PRAGMA cache_size = 4; BEGIN IMMEDIATE; DELETE FROM layer_activity; DELETE FROM layer_state");
            (half, journal) = (Read(Database), Read($"{Database}-journal"));
            Execute(connection, "ROLLBACK");
        }
        File.WriteAllBytes(Database, half);
        File.WriteAllBytes($"{Database}-journal", journal);
        Cli.Good("export", Out, "--csv", "--out", folder.File("exported"));
        Assert.Equal(counts, File.ReadAllText(Path.Combine(folder.File("exported"), "counts.csv")));
        Assert.False(File.Exists($"{Database}-journal"));

        static byte[] Read(string path)
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }

    [Fact]
    public async Task Points_are_read_whole_while_another_process_adds_some()
    {
        Cli.Good([.. small, "--out", Out]);
        using var writer = SweepDatabase.Open(Database);
        var point = writer.Points()[0];
        using var reader = SweepDatabase.Open(Database);
        var writing = Task.Run(() =>
        {
            for (int number = 5; number <= 300; number++) writer.Write([point with { Point = number }]);
        });
        do
        {
            foreach (var read in reader.Points())
                Assert.Equal((4, point.Figures!.Layers.Count), (read.Parameters.Count - 1, read.Figures!.Layers.Count));
        }
        while (!writing.IsCompleted);
        await writing;
        Assert.Equal(300, reader.Points().Count);
    }

    [Fact]
    public void A_sweep_of_another_version_of_the_simulator_is_not_gone_on_with()
    {
        Cli.Good([.. small, "--out", Out]);
        using (var connection = Opened()) Execute(connection, "UPDATE sweep SET value = '0.0.1' WHERE key = 'version'");
        Assert.Equal($"{Database}: the sweep is of wagesim 0.0.1; this is {Build.Version}, which could take other cycles: " +
            "only the same version goes on with it", Cli.Refused([.. small, "--out", Out]));
    }

    [Fact]
    public void A_sweep_whose_price_table_has_changed_is_neither_gone_on_with_nor_explained()
    {
        string prices = folder.File("mine.json");
        string text = File.ReadAllText(Path.Combine(Repository.Folder, "models", "Costs", "tables", "paper.json"));
        File.WriteAllText(prices, text);
        string[] command = [.. small, "--prices", prices, "--out", Out];
        Cli.Good(command);
        File.WriteAllText(prices, text.Replace("\"name\": \"paper\"", "\"name\": \"mine\""));
        Assert.StartsWith($"--out: {Out} has another sweep: files.prices.{prices} is ", Cli.Refused(command));
        Assert.StartsWith($"{Out}: files have changed since the sweep: prices.{prices} is ", Cli.Refused("explain", Out, "--point", "1"));
        File.WriteAllText(prices, text);
        Cli.Good(command);
        Cli.Good("explain", Out, "--point", "1", "--workers", "1");
    }

    [Fact]
    public void A_sweep_whose_ONNX_file_has_changed_is_not_gone_on_with()
    {
        string model = folder.File("m.onnx");
        string[] command = ["sweep", "--network", $"{model},4C3-MP2-10SSE", "--batch", "4", "--chip", "edge", "--out", Out,
            "--grid", "rows=8"];
        Write(features: 10);
        Cli.Good(command);
        Assert.DoesNotContain("invalid", File.ReadAllText(Path.Combine(Out, "points.csv")));
        Write(features: 12);
        Assert.Equal($"--out: {Out} has another sweep: files.networks.{model} is 10SSE of 1×1×36 there, 12SSE of 1×1×36 now; " +
            "give its settings to go on with it, or another folder", Cli.Refused(command));

        void Write(int features) => File.WriteAllBytes(model, new OnnxWriter().Input("x", 0, 36).Constant("w", true, features, 36)
            .Node("Gemm", ["x", "w"], ["y"], "out", ("transB", 1)).Output("y").Model());
    }

    [Fact]
    public void A_price_table_that_is_none_is_refused_before_anything_is_made()
    {
        Assert.StartsWith("price table 'papr': no such table or file; did you mean paper?",
            Cli.Refused([.. small, "--prices", "paper,papr", "--out", Out]));
        Assert.False(Directory.Exists(Out));
    }
}
