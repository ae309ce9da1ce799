using System.Diagnostics;
using NetCompile.Cli.Files;
using NetCompile.Cli.Reports;
using NetCompile.Models;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Cli.Instances;

/// <summary>What came of one instance.</summary>
/// <param name="Row">The row; meaningless where the run was cancelled.</param>
/// <param name="Failure">Why the verdict is <c>error</c>, else null.</param>
/// <param name="IsCancelled">Whether Ctrl+C ended it, so that there is nothing to record.</param>
internal readonly record struct InstanceOutcome(ResultRow Row, Exception? Failure, bool IsCancelled)
{
    /// <summary>Whether the failure is a fault of the tool rather than of a file.</summary>
    public bool IsInternal => Failure is not (null or CliException or ModelFormatException or UnsupportedOperatorException);

    /// <summary>The failure in words.</summary>
    public string Message => Failure is null ? "" : IsInternal ? $"internal error: {Failure.GetType().Name}: {Failure.Message}" : Failure.Message;
}

/// <summary>Runs the instances of a list one after another.</summary>
/// <param name="root">The folder that the list's names are relative to.</param>
/// <param name="timeout">The most seconds for an instance; null: what the list says.</param>
/// <param name="options">Everything but the time limit.</param>
internal sealed class InstanceRunner(string root, double? timeout, VerificationOptions options)
{
    private readonly NetworkCache _networks = new();

    /// <summary>What the verdicts are about.</summary>
    public Arithmetic Arithmetic => options.Arithmetic;

    public InstanceOutcome Run(Instance instance, IProgress<VerificationProgress>? progress, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            NetworkRunner network = _networks.Load(Path.Combine(root, instance.Key.Model));
            VerificationProperty property = ModelFiles.ReadProperty(Path.Combine(root, instance.Key.Property), network.Model);

            // Reading counts: the limit is for the whole row. A moment remains even for a row that took longer to read than it may run.
            double remaining = Math.Max(0.001, Math.Min(timeout ?? double.MaxValue, instance.Timeout) - watch.Elapsed.TotalSeconds);
            VerificationResult result = Verifier.Verify(network, property, options with { TimeLimit = TimeSpan.FromSeconds(remaining) }, progress, cancellation);
            return new InstanceOutcome(
                new ResultRow(instance.Key, VerdictText.Word(result), watch.Elapsed.TotalSeconds, result.Boxes), null, result.Reason == UnknownReason.Cancelled);
        }
        catch (Exception e)
        {
            // One bad file, or one fault, must not cost the other rows; the failure is recorded, shown and in the exit code.
            return new InstanceOutcome(new ResultRow(instance.Key, ResultRow.Error, watch.Elapsed.TotalSeconds, 0), e, false);
        }
    }
}
