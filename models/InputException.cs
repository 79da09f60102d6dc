namespace WageSim.Models;

/// <summary>Bad input from the user: the message is the one line that is shown, naming file, key or line, value and what is allowed.</summary>
public sealed class InputException : Exception
{
    public InputException(string message) : base(message) { }
    public InputException(string message, Exception inner) : base(message, inner) { }
    public InputException() : base("bad input") { }
}
