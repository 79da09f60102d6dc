namespace WageSim.Models;

/// <summary>Bad input: the message is the one line that the user sees, naming file, key or line, value and what is allowed.</summary>
public sealed class InputException : Exception
{
    public InputException(string message) : base(message) { }
    public InputException(string message, Exception inner) : base(message, inner) { }
    public InputException() : base("bad input") { }
}
