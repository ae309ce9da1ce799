using NetCompile.Cli.Files;
using NetCompile.Cli.Instances;
using NetCompile.Propagation;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Benchmarks.Verification;

/// <summary>The time of one sound bounding pass over a box of an ACAS Xu network, one thread, memory and tables kept from pass to pass as in a search.</summary>
internal static class CrownPass
{
    private const string Network = "1_1";

    private static readonly int[] s_properties = [1, 3];

    public static void Run(string folder)
    {
        NetworkRunner runner = NetworkRunner.Create(ModelFiles.ReadModel(Path.Combine(folder, BenchmarkSets.AcasKey(Network, 1).Model)));
        List<(string Row, Contender Contender)> passes = [];
        List<BoundsWorkspace> workspaces = [];
        foreach (int property in s_properties)
        {
            InstanceKey key = BenchmarkSets.AcasKey(Network, property);
            PropertyCase @case = ModelFiles.ReadProperty(Path.Combine(folder, key.Property), runner.Model).Cases[0];
            CaseProblem problem = new(0, InputBox.Create(@case.Region)!, Specification.Create(@case.Unsafe));
            foreach (Arithmetic arithmetic in Enum.GetValues<Arithmetic>())
            {
                BoundsWorkspace workspace = new(runner, arithmetic);
                BoxBounds.Prepare(workspace);
                workspaces.Add(workspace);
                BoundsSettings plain = new(UseSymbolic: false, UseCrown: true, SlopePolicy.Adaptive, IsPlain: true);
                Add(property, arithmetic, "CROWN of every layer and output, plain", () =>
                {
                    BoxBounds.Compute(workspace, problem.Box.Lower, problem.Box.Upper, plain);
                    CrownPropagation.BoundAll(workspace, runner.Model.Output, intersect: true);
                });

                BoxRefuter refuter = new(workspace);
                int[] all = [.. Enumerable.Range(0, problem.Specification.Conjunctions.Length)];
                Add(property, arithmetic, "the search's pass: symbolic, CROWN of what stays unstable, the property's rows", () =>
                {
                    // Depth 1: at other depths the search may try two slope policies.
                    BoxNode node = new() { Case = problem, Lower = problem.Box.Lower, Upper = problem.Box.Upper, Open = all, InheritedLower = [], InheritedUpper = [], Depth = 1 };
                    SlopePolicy slopes = SlopePolicy.Adaptive;
                    int[] open = all;
                    refuter.Refute(node, node.Lower, node.Upper, ref slopes, ref open);
                });
            }
        }

        Interleaved times = Interleaved.Run(passes.Select(p => p.Contender));
        Console.WriteLine("\n| ACAS Xu network, whole box of | pass | arithmetic | ms |\n| --- | --- | --- | ---: |");
        foreach ((string row, Contender contender) in passes)
        {
            Console.WriteLine(FormattableString.Invariant($"{row} {1000 * times.Seconds(contender.Name):0.000} |"));
        }

        workspaces.ForEach(w => w.Dispose());

        void Add(int property, Arithmetic arithmetic, string pass, Action call)
        {
            string row = $"| {Network}, property {property} | {pass} | {(arithmetic == Arithmetic.Float32 ? "float32" : "real")} |";
            passes.Add((row, new Contender(row, Operations: 1, Samples: 1, call)));
        }
    }
}
