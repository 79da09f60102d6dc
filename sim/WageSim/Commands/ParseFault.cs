using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using WageSim.Models.Files;

namespace WageSim.Commands;

/// <summary>Errors of the command line in one line: the first thing wrong, and what was probably meant.</summary>
internal static class ParseFault
{
    /// <summary>What is wrong with a command line, or null.</summary>
    public static string? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        // The library takes whatever follows for the value: of `--out --json x` it would make a folder "--json".
        foreach (var option in command.Options)
            if (parsed.GetResult(option)?.Tokens.Any(value => IsOption(value.Value.Split('=')[0])) == true) return Missing(option);
        if (parsed.Action is not ParseErrorAction) return null;
        string at = command is RootCommand ? "" : $"{command.Name}: ";
        if (parsed.UnmatchedTokens is [var token, ..]) return at + Unmatched(command, token);
        foreach (var argument in command.Arguments)
            if (argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is null or { Tokens.Count: 0 })
                return $"{at}{argument.Name} is missing";
        foreach (var option in command.Options)
            if (option.Required && parsed.GetResult(option) is null or { Implicit: true })
                return $"{at}{option.Name} is missing";
        var error = parsed.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } result when result.Option.Arity.MinimumNumberOfValues > 0 => Missing(result.Option),
            OptionResult { IdentifierTokenCount: > 1 } result when result.Option.Arity.MaximumNumberOfValues == 1 =>
                $"{result.Option.Name} is given {result.IdentifierTokenCount} times",
            _ => error.Message.ReplaceLineEndings(" "),
        };

        bool IsOption(string name) => command.Options.Any(option => option.Name == name);
    }

    private static string Missing(Option option) => $"{option.Name}: a value is missing";

    private static string Unmatched(Command command, string token)
    {
        if (token.StartsWith('-') && token.Length > 1)
        {
            string name = token.Split('=')[0];
            if (command is RootCommand) return $"'{name}' comes before the command; commands are {List(command)}";
            var known = command.Options.Where(option => !option.Hidden).Select(option => option.Name);
            return $"unknown option '{name}'; did you mean {Spelling.Nearest(name, known)}?";
        }
        if (command.Subcommands.Count == 0) return $"unexpected argument '{token}'";
        var names = command.Subcommands.Select(subcommand => subcommand.Name);
        return $"unknown command '{token}'; did you mean {Spelling.Nearest(token, names)}? Commands are {List(command)}";
    }

    private static string List(Command command) => string.Join(", ", command.Subcommands.Select(subcommand => subcommand.Name));
}
