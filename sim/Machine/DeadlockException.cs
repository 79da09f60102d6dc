namespace WageSim.Machine;

/// <summary>The program waits for ever; the message says who waits for what.</summary>
public sealed class DeadlockException : Exception
{
    public DeadlockException(string message) : base(message) { }
    public DeadlockException(string message, Exception inner) : base(message, inner) { }
    public DeadlockException() : base("deadlock") { }
}
