using System.Collections.Immutable;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Tests.Verification.Checkpoints;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification.Phases;

public sealed class PhaseRootTests
{
    /// <summary>A node that was opened in the old epoch after the new one counted what is open there would be dropped with nothing in its place.</summary>
    [Fact]
    public void A_node_from_a_checkpoint_waits_for_an_epoch_that_is_about_to_begin()
    {
        NetworkRunner runner = NetworkRunner.Create(Problem.HardOneCase.Model);
        PropertyCase stated = Problem.HardOneCase.Property.Cases[0];
        CaseProblem @case = new(0, InputBox.Create(stated.Region)!, Specification.Create(stated.Unsafe));
        using BoundsWorkspace workspace = new(runner, Arithmetic.Float32);
        BoxBounds.Prepare(workspace);
        BoxBounds.Compute(workspace, @case.Box.Lower, @case.Box.Upper, new BoundsSettings(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive));
        PhaseProblem problem = PhaseProblem.Create(@case, workspace, @case.Specification.Conjunctions);
        PhaseProblems problems = new();
        problems.Add(@case, problem);
        PhaseRoot root = new(workspace, null, new SearchControl(new(), default), problems);
        PhaseNode node = new() { Case = @case, Conjunction = 0, Lower = @case.Box.Lower, Upper = @case.Box.Upper };
        PhaseEpoch next = new(1, problem.Current.PreActivationLower, problem.Current.PreActivationUpper, 1);
        Thread thread = new(() => root.Restore(node));
        lock (problem.Gate)
        {
            thread.Start();
            SpinWait.SpinUntil(() => !thread.IsAlive || thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
            Assert.False(problem.Current.IsOpen(0, out _));
            problem.Current = next;
        }

        thread.Join();
        Assert.Same(next, node.Epoch);
        Assert.True(next.IsOpen(0, out _));
    }
}
