using NetCompile.Certificates;

namespace NetCompile.Propagation;

/// <summary>
/// Tightens single pre-activation bounds by a small branch and bound each: the region is split on the phases of neurons before it, always in the part whose bound is lowest,
/// and the least bound of all parts is a bound on the whole. One per thread.
/// </summary>
/// <remarks>The parts cover the region and each has a sound, outward-rounded bound, so their least is one. Looseness compounds from layer to layer, so what is gained early is worth its price.</remarks>
internal sealed class PreActivationBranching(RowOptimizer optimizer, SlopeLayout layout, Func<bool> shouldStop, ProofElements? proof = null)
{
    private const int RootSteps = 20;
    private const int Steps = 5;

    private readonly int[] _elements = new int[BoundsWorkspace.RowChunk];
    private readonly double[] _signs = new double[BoundsWorkspace.RowChunk];
    private int[] _neurons = [];
    private double[] _scores = [];
    private double[] _intercepts = [];

    /// <summary>Tightens the bounds of some elements of a value over the box.</summary>
    /// <param name="id">The operator.</param>
    /// <param name="elements">At most half of <see cref="BoundsWorkspace.RowChunk"/> elements.</param>
    /// <param name="leaves">Parts into which the region is split for each end of each element.</param>
    /// <param name="lower">Lower ends of the box.</param>
    /// <param name="upper">Upper ends of the box.</param>
    /// <param name="boundsLower">The operator's lower bounds; tighter on return.</param>
    /// <param name="boundsUpper">The operator's upper bounds; tighter on return.</param>
    public void Tighten(int id, ReadOnlySpan<int> elements, int leaves, double[] lower, double[] upper, Span<double> boundsLower, Span<double> boundsUpper)
    {
        FindNeurons(id);
        List<Target> targets = [];
        foreach (int element in elements)
        {
            targets.Add(new Target(element, 1));
            targets.Add(new Target(element, -1));
        }

        List<Target> all = targets;
        double[] before = new double[all.Count];
        for (int t = 0; t < before.Length; t++)
        {
            before[t] = all[t].Sign > 0 ? boundsLower[all[t].Element] : -boundsUpper[all[t].Element];
        }

        Evaluate(id, [.. targets.Select(t => (t, Part.Whole))], RootSteps, lower, upper);
        Book(targets, boundsLower, boundsUpper);
        for (targets = Open(targets, leaves, boundsLower, boundsUpper); targets.Count > 0 && !shouldStop(); targets = Open(targets, leaves, boundsLower, boundsUpper))
        {
            // Two children for half of a batch of targets at a time.
            for (int first = 0; first < targets.Count && !shouldStop(); first += BoundsWorkspace.RowChunk / 2)
            {
                List<(Target, Part)> children = [];
                foreach (Target target in targets.Skip(first).Take(BoundsWorkspace.RowChunk / 2))
                {
                    Part part = target.TakeLowest();
                    children.Add((target, part.Child(false)));
                    children.Add((target, part.Child(true)));
                }

                Evaluate(id, children, Steps, lower, upper);
            }

            Book(targets, boundsLower, boundsUpper);
        }

        Record(id, all, before, boundsLower, boundsUpper);
    }

    /// <summary>Records what improved an end; where a neuron is stable now only the end that shows it.</summary>
    private void Record(int id, List<Target> targets, double[] before, Span<double> boundsLower, Span<double> boundsUpper)
    {
        if (proof is null)
        {
            return;
        }

        for (int t = 0; t < targets.Count; t++)
        {
            Target target = targets[t];
            bool isOtherEndEnough = target.Sign > 0 ? boundsUpper[target.Element] <= 0 : boundsLower[target.Element] >= 0;
            if (target.Bound > before[t] && !isOtherEndEnough)
            {
                proof.Improve([.. target.Parts.Select(p => new ProofPart(p.Decisions, p.ProofSlopes!, p.ProofMultipliers!))], id, target.Element, target.Sign < 0);
            }
        }
    }

    /// <summary>The targets that are worth more parts: their neuron is still unstable, and there is something to split on.</summary>
    private static List<Target> Open(List<Target> targets, int leaves, Span<double> boundsLower, Span<double> boundsUpper)
    {
        List<Target> open = [];
        foreach (Target target in targets)
        {
            bool isUnstable = !(boundsLower[target.Element] >= 0) && !(boundsUpper[target.Element] <= 0);
            if (isUnstable && target.Leaves < leaves && target.CanBranch)
            {
                open.Add(target);
            }
        }

        return open;
    }

    /// <summary>The unstable neurons before an operator: those that can be split on.</summary>
    private unsafe void FindNeurons(int id)
    {
        List<int> neurons = [];
        for (int i = 0; i < layout.Count; i++)
        {
            if (layout.Activation(i) < id && optimizer.Workspace.UpperIntercept(layout.Activation(i))[layout.Element(i)] > 0)
            {
                neurons.Add(i);
            }
        }

        _neurons = [.. neurons];
        _scores = new double[neurons.Count];
        _intercepts = new double[neurons.Count];
    }

    /// <summary>Bounds parts, at most a batch of them, and gives them to their targets.</summary>
    private void Evaluate(int id, List<(Target Target, Part Part)> parts, int steps, double[] lower, double[] upper)
    {
        for (int r = 0; r < parts.Count; r++)
        {
            (Target target, Part part) = parts[r];
            _elements[r] = target.Element;
            _signs[r] = target.Sign;
            optimizer.Start(r, lower, upper);
            optimizer.Rows.Take(r, layout, _neurons, part.Slopes, part.Decisions, part.Multipliers);
        }

        Part[] best = [.. parts.Select(p => p.Part)];
        AdamSettings settings = new(SlopeStep: 0.1, MultiplierStep: 0.2, Decay: 0.95);
        for (int step = 0; ; step++)
        {
            int from = optimizer.Evaluate(parts.Count, new NeuronSeed(id, _elements, _signs));
            for (int r = 0; r < best.Length; r++)
            {
                if (optimizer.Bounds[r] > best[r].Bound)
                {
                    best[r] = best[r] with
                    {
                        Bound = optimizer.Bounds[r],
                        ProofSlopes = proof?.Slopes(optimizer.Rows, r, id),
                        ProofMultipliers = proof is null ? null : optimizer.Rows.Multipliers(r),
                    };
                }
            }

            if (step + 1 == steps)
            {
                break;
            }

            optimizer.Ascend(parts.Count, from, settings, step);
        }

        for (int r = 0; r < parts.Count; r++)
        {
            BabsrScores.Compute(optimizer, r, layout, _neurons, _scores, _intercepts);
            int candidate = -1;
            for (int i = 0; i < _scores.Length; i++)
            {
                if (_scores[i] >= 0 && (candidate < 0 || _scores[i] > _scores[candidate]))
                {
                    candidate = i;
                }
            }

            parts[r].Target.Add(best[r] with
            {
                Slopes = optimizer.Rows.Slopes(r, layout, _neurons),
                Multipliers = optimizer.Rows.Multipliers(r),
                Candidate = candidate < 0 ? -1 : _neurons[candidate],
            });
        }
    }

    private static void Book(List<Target> targets, Span<double> boundsLower, Span<double> boundsUpper)
    {
        foreach (Target target in targets)
        {
            if (target.Sign > 0)
            {
                boundsLower[target.Element] = Math.Max(boundsLower[target.Element], target.Bound);
            }
            else
            {
                boundsUpper[target.Element] = Math.Min(boundsUpper[target.Element], -target.Bound);
            }
        }
    }

    /// <summary>One end of one element: <c>sign · a</c> is to be bounded from below.</summary>
    private sealed class Target(int element, double sign)
    {
        private readonly PriorityQueue<Part, double> _parts = new();

        public int Element => element;

        public double Sign => sign;

        /// <summary>The number of parts.</summary>
        public int Leaves => _parts.Count;

        /// <summary>The least bound of all parts.</summary>
        public double Bound => _parts.TryPeek(out _, out double bound) ? bound : double.NegativeInfinity;

        /// <summary>Whether the part with the least bound can be split.</summary>
        public bool CanBranch => _parts.TryPeek(out Part? part, out _) && part.Candidate >= 0;

        public IEnumerable<Part> Parts => _parts.UnorderedItems.Select(i => i.Element);

        public void Add(Part part) => _parts.Enqueue(part, part.Bound);

        public Part TakeLowest() => _parts.Dequeue();
    }

    /// <summary>A part of the region.</summary>
    /// <param name="Bound">Its bound, or its parent's where that is greater.</param>
    /// <param name="Decisions">Phases that make it up.</param>
    /// <param name="Slopes">Slopes to start from.</param>
    /// <param name="Multipliers">Multipliers to start from.</param>
    /// <param name="Candidate">The neuron to split it on; −1: none is left.</param>
    private sealed record Part(double Bound, int[] Decisions, float[]? Slopes, float[]? Multipliers, int Candidate)
    {
        /// <summary>The slopes that gave the bound; null where no proof is asked for.</summary>
        public ProofSlopes? ProofSlopes { get; init; }

        /// <summary>The multipliers that gave the bound, of the first decisions: an ancestor's row is a bound here, too.</summary>
        public float[]? ProofMultipliers { get; init; }

        public static Part Whole { get; } = new(double.NegativeInfinity, [], null, null, -1);

        public Part Child(bool isActive) => this with { Decisions = [.. Decisions, (2 * Candidate) + (isActive ? 1 : 0)] };
    }
}
