using WageSim.RunFolders;

namespace WageSim.Tests.Support;

/// <summary>How the disk fails.</summary>
public enum Failure
{
    /// <summary>The disk is full: what writes fails, from that point on, and leaves half of its bytes.</summary>
    Full,
    /// <summary>The computer stops in the middle: half of the bytes are there, and nothing is done any more.</summary>
    Crash,
}

/// <summary>Thrown where the process would be gone.</summary>
public sealed class CrashException : Exception;

/// <summary>A folder on a disk that fails at the nth operation that changes it.</summary>
public sealed class FailingStorage(IRunStorage disk, Failure failure, int failAt) : IRunStorage
{
    private int operations;

    /// <summary>Whether the point was reached.</summary>
    public bool HasFailed => operations >= failAt;

    public string Folder => disk.Folder;
    public IReadOnlyList<string> Names() => disk.Names();
    public byte[] Read(string name) => disk.Read(name);

    public void Write(string name, byte[] bytes) =>
        Change(() => disk.Write(name, bytes), () => disk.Write(name, bytes[..(bytes.Length / 2)]));

    public void Rename(string from, string to) => Change(() => disk.Rename(from, to), null);

    public void Delete(string name)
    {
        if (failure == Failure.Full) disk.Delete(name); // always works, and frees room
        else Change(() => disk.Delete(name), null);
    }

    public void Dispose() => disk.Dispose();

    private void Change(Action whole, Action? half)
    {
        operations++;
        if (operations < failAt)
        {
            whole();
            return;
        }
        if (failure == Failure.Full || operations == failAt) half?.Invoke();
        if (failure == Failure.Full) throw new IOException("No space left on device");
        throw new CrashException();
    }
}
