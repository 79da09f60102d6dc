namespace WageSim.Machine;

/// <summary>The program waits for ever; the message says who waits for what.</summary>
public sealed class DeadlockException(string message) : Exception(message)
{
    public DeadlockException() : this("deadlock") { }
    public DeadlockException(string message, Exception inner) : this(message) => _ = inner;
}
