using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;

namespace NetCompile.Checker.Tests;

public sealed class CertificateCheckerTests
{
    private static readonly Problem s_problem = Problem.Create(1, 3, 16, 16, 1);
    private static readonly Certificate s_proof = s_problem.Proof();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_proof_by_splits_is_confirmed(bool isFloat32)
    {
        for (int seed = 1; seed <= 6; seed++)
        {
            Problem problem = Problem.Create(seed, 3, 12, 12, 2);
            Certificate proof = problem.Proof(isFloat32);
            CheckResult result = CertificateChecker.Check(proof, problem.Model, problem.Holds);
            Assert.True(result.IsProved);
            Assert.Equal(isFloat32, result.IsFloat32);
            Assert.Equal(Leaves(proof.Cases[0]), result.Leaves);
        }
    }

    [Fact]
    public void It_is_confirmed_with_any_number_of_threads_and_after_a_round_trip()
    {
        Assert.True(Leaves(s_proof.Cases[0]) > 8, "the property no longer needs splits");
        foreach (bool isCompressed in (bool[])[false, true])
        {
            Certificate read = CertificateReader.Read(CertificateWriter.Write(s_proof, isCompressed), "c");
            foreach (int threads in (int[])[1, 2, 5])
            {
                Assert.Equal(Leaves(s_proof.Cases[0]), Check(read, threads).Leaves);
            }
        }
    }

    [Fact]
    public void Another_network_or_property_is_refused()
    {
        Problem other = Problem.Create(2, 3, 16, 16, 1);
        Assert.Contains("another network", Refused(() => CertificateChecker.Check(s_proof, other.Model, s_problem.Holds)));
        Assert.Contains("another property", Refused(() => CertificateChecker.Check(s_proof, s_problem.Model, other.Holds)));
        Assert.Contains("another property", Refused(() => CertificateChecker.Check(s_proof, s_problem.Model, s_problem.Violated)));
    }

    [Fact]
    public void A_case_without_a_proof_is_refused()
    {
        VerificationProperty two = s_problem.Holds with { Cases = [s_problem.Holds.Cases[0], s_problem.Violated.Cases[0]] };
        Certificate half = s_proof with { PropertyHash = PropertyIdentity.Hash(two) };
        Assert.Contains("case 1", Refused(() => CertificateChecker.Check(half, s_problem.Model, two)));
        Certificate both = half with { Cases = new Dictionary<int, CertificateNode> { [0] = s_proof.Cases[0], [1] = new EndLeaf() } };
        Refused(() => CertificateChecker.Check(both, s_problem.Model, two));
    }

    [Fact]
    public void A_leaf_that_proves_nothing_is_refused_wherever_it_stands()
    {
        int leaves = Leaves(s_proof.Cases[0]), refused = 0;
        for (int index = 0; index < leaves; index++)
        {
            int next = 0;
            CertificateNode broken = ReplaceLeaves(s_proof.Cases[0], leaf => next++ == index ? new EndLeaf() : leaf);
            Refused(() => Check(s_proof with { Cases = new Dictionary<int, CertificateNode> { [0] = broken } }));
            refused++;
        }

        Assert.Equal(leaves, refused);
    }

    [Fact]
    public void Merging_the_leaves_of_a_division_that_was_needed_is_refused()
    {
        // The completer divides only where no rule proves the whole, so every undivided part must fail with every rule.
        List<CertificateNode> mutants = [.. UndividedMutants(s_proof.Cases[0])];
        Assert.True(mutants.Count > 20);
        foreach (CertificateNode mutant in mutants)
        {
            Refused(() => Check(s_proof with { Cases = new Dictionary<int, CertificateNode> { [0] = mutant } }));
        }
    }

    [Fact]
    public void Swapped_subtrees_are_refused_or_prove_it_all_the_same()
    {
        InputSplit root = Assert.IsType<InputSplit>(s_proof.Cases[0]);
        Assert.NotEqual(root.Below, root.Above);
        Refused(() => Check(s_proof with { Cases = new Dictionary<int, CertificateNode> { [0] = root with { Below = root.Above, Above = root.Below } } }));
    }

    [Fact]
    public void A_false_property_is_never_proved_whatever_the_tree()
    {
        Random random = new(5);
        for (int trial = 0; trial < 300; trial++)
        {
            CertificateNode tree = RandomTree(random, depth: 0);
            Certificate claim = s_problem.Claim(s_problem.Violated, tree, isFloat32: trial % 2 == 0);
            Refused(() => CertificateChecker.Check(claim, s_problem.Model, s_problem.Violated, threads: 1));
        }
    }

    [Fact]
    public void A_node_in_two_places_is_refused()
    {
        BoxLeaf leaf = new(SlopeRule.Adaptive, [0]);
        Certificate claim = s_problem.Claim(s_problem.Holds, new InputSplit(0, 0, leaf, leaf));
        Assert.Contains("two places", Refused(() => Check(claim)));
    }

    [Fact]
    public void What_does_not_exist_is_refused()
    {
        foreach (CertificateNode node in (CertificateNode[])
                 [
                     new InputSplit(3, 0, new EndLeaf(), new EndLeaf()), new InputSplit(0, double.NaN, new EndLeaf(), new EndLeaf()),
                     new PhaseSplit(99, 0, new EndLeaf(), new EndLeaf()), new PhaseSplit(1, 16, new EndLeaf(), new EndLeaf()), new BoxLeaf(SlopeRule.Zero, [7]),
                     new BoundStep([SlopeRule.Adaptive], [], new RowStep(1, null, SlopeRule.Zero, [], new EndLeaf())),
                     new BoundStep([SlopeRule.Adaptive], [], new RowStep(0, new SlopeVector([99], [1]), SlopeRule.Zero, [], new EndLeaf())),
                     new BoundStep([SlopeRule.Adaptive], [], new RowStep(0, null, SlopeRule.Zero, [new PhaseMultiplier(1, 0, 1)], new EndLeaf())),
                     new BoundStep([], [], new EndLeaf()),
                 ])
        {
            Refused(() => Check(s_problem.Claim(s_problem.Holds, node)));
        }
    }

    [Fact]
    public void An_empty_region_needs_no_proof()
    {
        VerificationProperty empty = s_problem.Violated with
        {
            Cases = [s_problem.Violated.Cases[0] with { Region = [InputInterval.Exact(1, -1), InputInterval.Exact(-1, 1), InputInterval.Exact(-1, 1)] }],
        };
        Certificate claim = s_problem.Claim(empty, new EndLeaf()) with { Cases = new Dictionary<int, CertificateNode>() };
        Assert.True(CertificateChecker.Check(claim, s_problem.Model, empty).IsProved);
    }

    [Fact]
    public void Cancellation_ends_the_check()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => CertificateChecker.Check(s_proof, s_problem.Model, s_problem.Holds, 2, cancellationToken: cancelled.Token));
    }

    internal static string Refused(Action check) => Assert.Throws<CertificateException>(check).Message;

    internal static int Leaves(CertificateNode node) => node switch
    {
        InputSplit s => Leaves(s.Below) + Leaves(s.Above),
        PhaseSplit s => Leaves(s.Inactive) + Leaves(s.Active),
        BoundStep b => Leaves(b.Next),
        RowStep r => Leaves(r.Next),
        _ => 1,
    };

    private static CheckResult Check(Certificate certificate, int threads = 2) => CertificateChecker.Check(certificate, s_problem.Model, s_problem.Holds, threads);

    private static CertificateNode ReplaceLeaves(CertificateNode node, Func<CertificateNode, CertificateNode> replace) => node is InputSplit s
        ? s with { Below = ReplaceLeaves(s.Below, replace), Above = ReplaceLeaves(s.Above, replace) }
        : replace(node);

    private static IEnumerable<CertificateNode> UndividedMutants(CertificateNode node)
    {
        if (node is not InputSplit s)
        {
            yield break;
        }

        yield return new BoxLeaf(SlopeRule.Adaptive, [0]);
        yield return new BoxLeaf(SlopeRule.Zero, [0]);
        foreach (CertificateNode below in UndividedMutants(s.Below))
        {
            yield return s with { Below = below };
        }

        foreach (CertificateNode above in UndividedMutants(s.Above))
        {
            yield return s with { Above = above };
        }
    }

    private static CertificateNode RandomTree(Random random, int depth)
    {
        CertificateNode Next() => RandomTree(random, depth + 1);
        SlopeVector slopes = new([.. Enumerable.Range(0, 32)], [.. Enumerable.Range(0, 32).Select(_ => (ushort)random.Next(65536))]);
        int relu = random.Next(2);
        return (depth < 6 ? random.Next(7) : 6) switch
        {
            0 or 1 => new InputSplit(random.Next(2), (random.NextDouble() * 3) - 1.5, Next(), Next()),
            2 => new PhaseSplit(random.Next(6), 0, Next(), Next()),
            3 => new BoundStep([SlopeRule.Adaptive, SlopeRule.Zero], [new ElementBound(3, random.Next(16), relu == 0, new ElementRow(slopes, []))], Next()),
            4 => new RowStep(0, slopes, SlopeRule.Zero, [], Next()),
            5 => new RowStep(0, null, SlopeRule.Parallel, [], Next()),
            _ => random.Next(2) == 0 ? new EndLeaf() : new BoxLeaf(SlopeRule.Adaptive, [0]),
        };
    }
}
