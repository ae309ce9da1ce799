namespace NetCompile.Verification;

/// <summary>Refuses options that are out of range or contradict each other, before anything is computed.</summary>
internal static class OptionsCheck
{
    /// <exception cref="ArgumentException">A number is out of its range, a choice does not exist, or two choices exclude each other.</exception>
    public static void Require(VerificationOptions options)
    {
        RequireRange(options.Threads >= 0, "number of threads", options.Threads, "at least 0");
        RequireRange(!(options.NodeLimit < 0), "node limit", options.NodeLimit, "at least 0");
        RequireRange(!(options.TimeLimit < TimeSpan.Zero), "time limit", options.TimeLimit, "at least 0");
        RequireRange(!(options.CheckpointInterval < TimeSpan.Zero), "interval between checkpoints", options.CheckpointInterval, "at least 0");
        RequireRange(Enum.IsDefined(options.Arithmetic), "arithmetic", options.Arithmetic, $"one of {string.Join(", ", Enum.GetNames<Arithmetic>())}");
        RequireRange(Enum.IsDefined(options.Branching), "branching", options.Branching, $"one of {string.Join(", ", Enum.GetNames<Branching>())}");
        RequireRange(Enum.IsDefined(options.Heuristic), "heuristic", options.Heuristic, $"one of {string.Join(", ", Enum.GetNames<BranchingHeuristic>())}");
        if (options.MemoryLimit <= 0)
        {
            throw new ArgumentException($"The memory limit is {options.MemoryLimit} bytes; it must be at least 1.", nameof(options));
        }

        if (options is { RecordProof: true, ResumeFrom: not null })
        {
            throw new ArgumentException("A run that takes up a checkpoint cannot record a proof: how the boxes that are closed were proved is not in the checkpoint.", nameof(options));
        }

        Branching branching = options.ResumeFrom?.Branching ?? options.Branching;
        if (!options.Heuristic.Fits(branching))
        {
            throw new ArgumentException(
                $"The heuristic {options.Heuristic} chooses {(branching == Branching.Relu ? "an input" : "a neuron")}, but the search splits {(branching == Branching.Input ? "inputs" : "ReLU phases")}. "
                + "Choose another heuristic, or leave what is split to it.",
                nameof(options));
        }
    }

    private static void RequireRange(bool isInRange, string name, object? value, string range)
    {
        if (!isInRange)
        {
            throw new ArgumentException(FormattableString.Invariant($"The {name} is {value}; it must be {range}."), "options");
        }
    }
}
