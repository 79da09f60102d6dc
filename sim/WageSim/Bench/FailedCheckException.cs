namespace WageSim.Bench;

/// <summary>Two ways to one result came to different ones: their speeds mean nothing.</summary>
public sealed class FailedCheckException : Exception
{
    public FailedCheckException(string message) : base(message) { }
    public FailedCheckException(string message, Exception inner) : base(message, inner) { }
    public FailedCheckException() : base("results differ") { }
}
