using System.CommandLine;
using System.CommandLine.Parsing;
using NetCompile.Cli.Files;

namespace NetCompile.Cli;

/// <summary>Says what is wrong with a command line, each thing once.</summary>
internal static class UsageErrors
{
    public static void Write(TextWriter error, ParseResult parsed)
    {
        // A misspelt command is unknown and missing at once; the first says more.
        bool isCommandUnknown = parsed.UnmatchedTokens.Count > 0;
        IEnumerable<ParseError> errors = parsed.Errors.Where(e => !(isCommandUnknown && IsCommandMissing(e, parsed)));
        foreach (string message in errors.Select(e => Describe(e, parsed)).Distinct())
        {
            error.WriteLine($"netcompile: {message}");
        }

        string command = parsed.CommandResult.Parent is null ? "netcompile" : $"netcompile {parsed.CommandResult.Command.Name}";
        error.WriteLine($"'{command} --help' shows the usage.");
    }

    // The library says "Required argument missing for command: 'verify'." once per argument, without its name.
    private static string Describe(ParseError parseError, ParseResult parsed) => parseError.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Parent: CommandResult } missing => $"{missing.Argument.Name} is missing",
        CommandResult when UnmatchedToken(parseError, parsed) is { } token => Unknown(token, parsed.CommandResult),
        CommandResult { Parent: null } => "a command is needed: " + string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(c => c.Name)),
        _ => parseError.Message,
    };

    private static bool IsCommandMissing(ParseError parseError, ParseResult parsed) =>
        parseError.SymbolResult is CommandResult { Parent: null } && UnmatchedToken(parseError, parsed) is null;

    private static string? UnmatchedToken(ParseError parseError, ParseResult parsed) =>
        parsed.UnmatchedTokens.FirstOrDefault(t => parseError.Message.Contains($"'{t}'", StringComparison.Ordinal));

    private static string Unknown(string token, CommandResult command)
    {
        bool isOption = token.StartsWith('-');
        IEnumerable<string> known = isOption ? command.Command.Options.Select(o => o.Name) : command.Command.Subcommands.Select(c => c.Name);
        string? nearest = NearestName.Find(token, known);
        string what = isOption ? "there is no option" : command.Command.Subcommands.Count > 0 ? "there is no command" : "one argument too many:";
        return $"{what} '{token}'" + (nearest is null ? "" : $"; did you mean '{nearest}'?");
    }
}
