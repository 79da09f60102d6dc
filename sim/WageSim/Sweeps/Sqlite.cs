using Microsoft.Data.Sqlite;
using WageSim.Models;

namespace WageSim.Sweeps;

/// <summary>Statements on an SQLite file; what goes wrong is an InputException of one line.</summary>
internal static class Sqlite
{
    // SQLITE_CORRUPT, SQLITE_NOTADB
    private const int Corrupt = 11, NotADatabase = 26;

    /// <summary>Opens a file; the connection is closed with it, not kept.</summary>
    public static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection($"{new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }}");
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw new InputException($"{path}: cannot be opened: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    /// <summary>The first value of the first row, or null.</summary>
    public static object? Scalar(SqliteConnection connection, string query)
    {
        using var command = Command(connection, query, []);
        return command.ExecuteScalar();
    }

    /// <summary>Runs statements with values for $a, $b, …</summary>
    public static void Execute(SqliteConnection connection, string text, params object?[] values)
    {
        using var command = Command(connection, text, values);
        command.ExecuteNonQuery();
    }

    // All text is ours; values are parameters.
#pragma warning disable CA2100
    /// <summary>A statement with values for $a, $b, …</summary>
    public static SqliteCommand Command(SqliteConnection connection, string text, object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        for (int i = 0; i < values.Length; i++) command.Parameters.AddWithValue(Parameter(i), values[i] ?? DBNull.Value);
        return command;
    }
#pragma warning restore CA2100

    /// <summary>$a, $b, …</summary>
    public static string Parameter(int i) => $"${(char)('a' + i)}";

    /// <summary>Turns the library's errors into one line that names the file.</summary>
    public static void Guarded(string path, Action action) => Guarded(path, () =>
    {
        action();
        return 0;
    });

    /// <summary>The same, with a result.</summary>
    public static T Guarded<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException error) when (error.SqliteErrorCode == NotADatabase)
        {
            throw new InputException($"{path}: is not the database of a sweep", error);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == Corrupt)
        {
            throw Damaged(path, error);
        }
        catch (SqliteException error)
        {
            throw new InputException($"{path}: cannot be used: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    /// <summary>The error of a file whose content is none of SQLite's.</summary>
    public static InputException Damaged(string path, Exception? error) =>
        new($"{path}: is damaged; move it away and run the sweep again", error!);
}
