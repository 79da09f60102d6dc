using System.Buffers.Text;
using System.Text;

namespace WageSim.Tracing;

/// <summary>Text of a trace, bounded: pieces that do not fit any more are left out whole, and so is all that follows.</summary>
/// <param name="limit">Bytes at most, but for what closes the file.</param>
internal sealed class TraceText(Stream stream, long limit)
{
    private const int FlushAt = 1 << 16;
    private byte[] buffer = new byte[2 * FlushAt];
    private int length, kept;
    private long flushed;

    /// <summary>Whether a piece did not fit.</summary>
    public bool IsFull { get; private set; }

    public TraceText Add(ReadOnlySpan<byte> text)
    {
        while (length + text.Length > buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
        text.CopyTo(buffer.AsSpan(length));
        length += text.Length;
        return this;
    }

    public TraceText Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    public TraceText Add(long number)
    {
        if (length + 20 > buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
        Utf8Formatter.TryFormat(number, buffer.AsSpan(length), out int written);
        length += written;
        return this;
    }

    /// <summary>Keeps what has been added since the last time, if it fits.</summary>
    public bool Keep()
    {
        if (IsFull || flushed + length > limit)
        {
            IsFull = true;
            length = kept;
            return false;
        }
        kept = length;
        if (length >= FlushAt) Flush();
        return true;
    }

    /// <summary>Writes what has been kept, and what closes the file, whatever its size.</summary>
    public void Close() => Flush();

    private void Flush()
    {
        stream.Write(buffer, 0, length);
        flushed += length;
        (length, kept) = (0, 0);
    }
}
