using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NetCompile.Verification;

namespace NetCompile.Cli;

/// <summary>Arguments and options that several commands share, each defined once.</summary>
internal static class CommonOptions
{
    /// <summary>More than eleven days; longer limits overflow timers.</summary>
    private const double MaxTimeout = 1e6;

    public static Argument<string> Model() => new("MODEL") { Description = "The network: an ONNX or NNet file." };

    public static Argument<string> Property() => new("PROPERTY") { Description = "The property: a VNN-LIB file, which states the violation." };

    public static Option<double?> Timeout(string description) => Seconds("--timeout", description);

    public static Option<int?> Threads() => new("--threads")
    {
        Description = "Worker threads [default: one per processor].",
        HelpName = "N",
        CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads >= 1
            ? threads
            : RefuseInt(result, $"--threads needs a whole number of at least 1; '{result.Tokens[0].Value}' is none."),
    };

    public static Option<long?> Nodes() => new("--nodes")
    {
        Description = "The most boxes to examine; with --threads 1 such a run is repeatable [default: no limit].",
        HelpName = "N",
        CustomParser = result => long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long nodes) && nodes >= 1
            ? nodes
            : RefuseLong(result, $"--nodes needs a whole number of at least 1; '{result.Tokens[0].Value}' is none."),
    };

    public static Option<long?> Memory() => new("--memory")
    {
        Description = "The most that open boxes may hold, such as 500M or 2G [default: a quarter of the machine's memory, at most 2G].",
        HelpName = "SIZE",
        CustomParser = result => MemorySize.TryParse(result.Tokens[0].Value, out long bytes)
            ? bytes
            : RefuseLong(result, $"--memory needs a size of at least {MemorySize.Text(MemorySize.Least)}, such as 500M or 2G; '{result.Tokens[0].Value}' is none."),
    };

    public static Option<string> Arithmetic()
    {
        Option<string> option = new("--arithmetic")
        {
            Description = "What the answer is about: 'float32', the forward pass that runs, rounding included, or 'real', the network over the real numbers.",
            DefaultValueFactory = _ => "float32",
        };
        return option.AcceptOnlyFromAmong("float32", "real");
    }

    public static Option<string> Branching()
    {
        Option<string> option = new("--branching")
        {
            Description = "What the search splits: 'input', the input box, 'relu', phases of ReLUs, or 'auto': the input box where there are few inputs.",
            DefaultValueFactory = _ => "auto",
        };
        return option.AcceptOnlyFromAmong("auto", "input", "relu");
    }

    public static Option<string> Heuristic()
    {
        Option<string> option = new("--heuristic")
        {
            Description = "How what is split is chosen: 'widest' or 'smear', an input, 'babsr' or 'filtered', a neuron; 'auto': smear or filtered.",
            DefaultValueFactory = _ => "auto",
        };
        return option.AcceptOnlyFromAmong("auto", "widest", "smear", "babsr", "filtered");
    }

    /// <summary>Makes a heuristic that does not fit what is split an error of usage.</summary>
    public static void RequireFit(Command command, Option<string> branching, Option<string> heuristic) => command.Validators.Add(result =>
    {
        // The words as they were written: one that is none has no value, fits everything and is reported on its own.
        string split = Word(branching), word = Word(heuristic);
        if (!HeuristicOf(word).Fits(BranchingOf(split)))
        {
            result.AddError(split == "relu"
                ? $"--heuristic {word} chooses an input, but --branching relu splits phases of neurons; use babsr or filtered, or leave out --branching."
                : $"--heuristic {word} chooses a neuron, but --branching input splits inputs; use widest or smear, or leave out --branching.");
        }

        string Word(Option<string> option) => result.GetResult(option)?.Tokens.LastOrDefault()?.Value ?? "";
    });

    public static BranchingHeuristic HeuristicOf(string word) => word switch
    {
        "widest" => BranchingHeuristic.Widest,
        "smear" => BranchingHeuristic.Smear,
        "babsr" => BranchingHeuristic.Babsr,
        "filtered" => BranchingHeuristic.FilteredSmart,
        _ => BranchingHeuristic.Automatic,
    };

    public static Branching BranchingOf(string word) => word switch
    {
        "input" => Verification.Branching.Input,
        "relu" => Verification.Branching.Relu,
        _ => Verification.Branching.Automatic,
    };

    public static Option<string?> Json(string description) => new("--json") { Description = description, HelpName = "FILE" };

    public static Arithmetic ArithmeticOf(string word) => word == "real" ? Verification.Arithmetic.Real : Verification.Arithmetic.Float32;

    /// <summary>Reads a time limit in seconds, of an option or an instance list.</summary>
    public static bool TryTimeout(string text, out double seconds) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) && seconds > 0 && seconds <= MaxTimeout;

    /// <summary>An option that takes seconds, within the same limits as a timeout.</summary>
    public static Option<double?> Seconds(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "S",
        CustomParser = result => TryTimeout(result.Tokens[0].Value, out double seconds)
            ? seconds
            : Refuse(result, $"{name} needs a number of seconds above 0 and at most {MaxTimeout:0}; '{result.Tokens[0].Value}' is none."),
    };

    private static double? Refuse(ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }

    private static int? RefuseInt(ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }

    private static long? RefuseLong(ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }
}
