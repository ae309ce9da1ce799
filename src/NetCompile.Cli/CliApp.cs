using System.CommandLine;
using System.CommandLine.Invocation;
using NetCompile.Cli.Commands;
using NetCompile.Models;
using NetCompile.Propagation;

namespace NetCompile.Cli;

/// <summary>The whole tool as a function of its arguments and streams; <c>Program</c> adds the process.</summary>
internal static class CliApp
{
    private const string Description = "Verifies trained ReLU networks: proves a property, or returns a confirmed counterexample.";

    private const string Details =
        $"""
        MODEL is an ONNX or NNet file, PROPERTY a VNN-LIB file; where NAME is missing, NAME.gz is opened.
        Exit codes without an answer: {ExitCodes.NoAnswerHelp}, 130 cancelled.
        The help of each command lists its other ones.
        """;

    /// <summary>Runs one command line and returns the exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        CommandContext context = new(output, error, cancellation);
        Option<bool> stackTrace = new("--stack-trace") { Description = "Show where an error came from.", Recursive = true };

        // Not a RootCommand, which calls itself by the file it was started from.
        Command root = new DetailedCommand("netcompile", Description, Details)
        {
            VerifyCommand.Create(context),
            CheckCommand.Create(context),
            RunCommand.Create(context),
            BoundsCommand.Create(context),
            MilpCommand.Create(context),
            ReportCommand.Create(context),
            InfoCommand.Create(context),
            stackTrace,
            DetailedCommand.Help(),
            ToolVersion.Create(),
        };

        ParseResult parsed = root.Parse(arguments);
        try
        {
            if (parsed.Action is ParseErrorAction)
            {
                UsageErrors.Write(error, parsed);
                return ExitCodes.Usage;
            }

            // Program handles signals; the library's own handling would end the process after two seconds.
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (CliException e)
        {
            return Fail(e.ExitCode, e.Message, e);
        }
        catch (Exception e) when (e is ModelFormatException or UnsupportedOperatorException)
        {
            return Fail(ExitCodes.BadData, e.Message, e);
        }
        catch (Exception e)
        {
            return Fail(ExitCodes.Internal, $"internal error: {e.GetType().Name}: {e.Message}", e);
        }

        int Fail(int exitCode, string message, Exception e)
        {
            error.WriteLine($"netcompile: {message}");
            if (parsed.GetValue(stackTrace))
            {
                error.WriteLine(e.ToString());
            }
            else if (exitCode == ExitCodes.Internal)
            {
                error.WriteLine("This is a fault of netcompile. Run again with --stack-trace for its details.");
            }

            return exitCode;
        }
    }
}
