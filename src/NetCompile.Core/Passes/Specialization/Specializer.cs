using NetCompile.Bounds;
using NetCompile.Models;

namespace NetCompile.Passes.Specialization;

/// <summary>Walks a network forward and builds the specialised one: constants go into biases, linear neurons into the layers that read them where that is cheaper.</summary>
/// <remarks>
/// Every element becomes a constant, an atom of the new network, or an affine row that is pending. What is pending is decided where it arises: it stays pending only if all of its readers
/// can take it as it is, so that nothing is computed twice.
/// </remarks>
internal sealed class Specializer
{
    /// <summary>
    /// Multiplications that merging may cost in all, about a second: the products of layers that are linear throughout grow with the cube of their width. What goes beyond is left as layers of its own.
    /// </summary>
    internal const long MaxMergeWork = 500_000_000;

    private readonly Dictionary<int, bool> _isMerged = new();
    private long _mergeWork;
    private readonly NetworkModel _model;
    private readonly NetworkBounds _bounds;
    private readonly ElementFacts _facts;
    private readonly Readers _readers;
    private readonly UnitValue[][] _values;

    public Specializer(NetworkModel model, NetworkBounds bounds)
    {
        (_model, _bounds) = (model, bounds);
        _facts = new ElementFacts(model, bounds);
        _readers = new Readers(model, _facts);
        _values = new UnitValue[model.Operators.Length][];
        Graph = new SpecializedGraph(model, bounds.Operators[0].Lower, bounds.Operators[0].Upper);
    }

    public SpecializedGraph Graph { get; }

    public int Constant { get; private set; }

    public int Merged { get; private set; }

    public int KeptLinear { get; private set; }

    /// <summary>Builds the network; its output is the operator with the returned id.</summary>
    public int Run()
    {
        foreach (NetworkOperator o in _model.Operators.Take(_model.Output + 1))
        {
            UnitValue[] values = new UnitValue[o.Count];
            for (int i = 0; i < values.Length; i++)
            {
                if (_facts.Constant(o.Id, i) is { } constant)
                {
                    values[i] = UnitValue.Of(constant);
                }
            }

            _values[o.Id] = values;
            switch (o)
            {
                case InputOperator:
                    ForLive(o, i => values[i] = UnitValue.Of(Graph.Atom(0, i)));
                    break;

                case GatherOperator g:
                    ForLive(o, i => values[i] = _values[g.Sources[g.Indices[i].Source]][g.Indices[i].Element]);
                    break;

                case DenseOperator d:
                    new RowComposition(d, _values[d.Sources[0]]).Run(i => _facts.IsLive(o.Id, i), values);
                    Settle(o, values);
                    break;

                case ScaleOperator s:
                    ForLive(o, i => values[i] = UnitValue.Of(Affine.Scale(RowOf(_values[s.Sources[0]][i]), s.Factor.Values[i], s.IsDivision)));
                    Settle(o, values);
                    break;

                case ShiftOperator t:
                    ForLive(o, i => values[i] = UnitValue.Of(Affine.Add(RowOf(_values[t.Sources[0]][i]), new Enclosed(t.Offset.Values[i], 0))));
                    Settle(o, values);
                    break;

                case SumOperator s:
                    Sum(s, values);
                    break;

                default:
                    Activation(o, values);
                    break;
            }
        }

        return Output();
    }

    private static AffineRow RowOf(UnitValue value) => value.Row ?? new AffineRow(new[] { value.Atom }, new[] { 1.0 }, null, 0, 0);

    private void ForLive(NetworkOperator o, Action<int> action)
    {
        for (int i = 0; i < o.Count; i++)
        {
            if (_facts.IsLive(o.Id, i))
            {
                action(i);
            }
        }
    }

    // Elements of which both sides vary are added; a constant side is a shift.
    private void Sum(SumOperator s, UnitValue[] values)
    {
        UnitValue[] left = _values[s.Sources[0]], right = _values[s.Sources[1]];
        List<int> added = new();
        ForLive(s, i =>
        {
            if (left[i].IsConstant)
            {
                values[i] = UnitValue.Of(Affine.Add(Affine.Scale(RowOf(right[i]), s.IsDifference ? -1 : 1, isDivision: false), left[i].Constant));
            }
            else if (right[i].IsConstant)
            {
                values[i] = UnitValue.Of(Affine.Add(RowOf(left[i]), s.IsDifference ? Affine.Negate(right[i].Constant) : right[i].Constant));
            }
            else
            {
                added.Add(i);
            }
        });
        if (added.Count > 0)
        {
            // What is read by a sum is never pending.
            TensorShape? shape = added.Count == s.Count ? s.Shape : null;
            int a = Graph.Vector(added.Select(i => left[i].Atom).ToArray(), shape), b = Graph.Vector(added.Select(i => right[i].Atom).ToArray(), shape);
            (double[] lower, double[] upper) = RangesOf(s, added);
            int id = Graph.Register(Graph.Builder.AddSum(a, b, s.IsDifference, s.Name), lower, upper, null);
            SetAtoms(id, added, values);
        }

        Settle(s, values);
    }

    private void Activation(NetworkOperator o, UnitValue[] values)
    {
        UnitValue[] x = _values[o.Sources[0]];
        List<int> linear = new(), live = new();
        for (int i = 0; i < o.Count; i++)
        {
            if (_facts.Constant(o.Id, i) is not null)
            {
                Constant++;
            }
            else if (_facts.IsLive(o.Id, i))
            {
                (_facts.PieceOf(o, i) == ActivationPiece.Unstable ? live : linear).Add(i);
            }
        }

        // Where all are linear there is no activation. Else they are merged all together or not at all, for the readers have the atoms behind these neurons as further inputs after the first; those that are
        // no row of a layer stay: to leave them out would need a copy.
        List<int> merged = live.Count == 0 ? linear : linear.Where(i => x[i].Row is not null).ToList();
        if (live.Count > 0 && !MergingPays(o, merged, x))
        {
            merged = new List<int>();
        }

        foreach (int i in merged)
        {
            float slope = _facts.PieceOf(o, i) == ActivationPiece.Active ? 1 : (float)ActivationShape.InactiveSlope(o);
            values[i] = slope == 1 && x[i].IsAtom ? x[i] : UnitValue.Of(Affine.Scale(RowOf(x[i]), slope, isDivision: false));
        }

        Merged += merged.Count;
        KeptLinear += linear.Count - merged.Count;
        live = live.Concat(linear.Except(merged)).OrderBy(i => i).ToList();
        if (live.Count > 0)
        {
            (double[] lower, double[] upper) = RangesOf(_model.Operators[o.Sources[0]], live);
            TensorShape? shape = live.Count == o.Count ? o.Shape : null;
            NetworkOperator source = _model.Operators[o.Sources[0]];
            int id = Graph.AddAffine(live.Select(i => x[i]).ToArray(), lower, upper, source.Name, shape);
            (lower, upper) = RangesOf(o, live);
            SetAtoms(Graph.Register(AddActivation(o, id, live), lower, upper, null), live, values);
        }

        Settle(o, values);
    }

    private int AddActivation(NetworkOperator o, int source, List<int> elements) => o switch
    {
        ReluOperator => Graph.Builder.AddRelu(source, o.Name),
        LeakyReluOperator l => Graph.Builder.AddLeakyRelu(source, l.Slope, o.Name),
        ClipOperator c => Graph.Builder.AddClip(
            source, Tensor.Vector(elements.Select(i => c.Lower.Values[i]).ToArray()), Tensor.Vector(elements.Select(i => c.Upper.Values[i]).ToArray()), o.Name),
        StepOperator s => Graph.Builder.AddStep(source, s.Low, s.AtZero, s.High, o.Name),
        _ => throw new InvalidOperationException($"No copy of the operator {o.Kind}."),
    };

    /// <summary>Makes pending elements of an operator into atoms, unless all that read them can take them as they are and that is cheaper.</summary>
    private void Settle(NetworkOperator o, UnitValue[] values)
    {
        List<int> pending = Enumerable.Range(0, values.Length).Where(i => values[i].Row is not null).ToList();
        if (pending.Count == 0 || MayStayPending(o, pending, values))
        {
            return;
        }

        List<int> settled = pending;
        if (o.Id == _model.Output && values.All(v => !v.IsAtom))
        {
            settled = Enumerable.Range(0, values.Length).ToList(); // Constants too: the layer is the output.
        }

        (double[] lower, double[] upper) = RangesOf(o, settled);
        int id = Graph.AddAffine(settled.Select(i => values[i]).ToArray(), lower, upper, o.Name, settled.Count == o.Count ? o.Shape : null);
        SetAtoms(id, settled, values);
    }

    private bool MayStayPending(NetworkOperator o, List<int> pending, UnitValue[] values)
    {
        if (_readers.IsOnlyScaled(o.Id))
        {
            return true;
        }

        if (_readers.Of(o.Id, Flags(o, pending)) is not { } readers)
        {
            return false;
        }

        // An activation decides for itself which of its inputs it computes.
        return readers.Count == 1 && readers.Keys.First().IsActivation || MergingPays(o, pending, values);
    }

    /// <summary>Whether it takes fewer multiply-adds to substitute these rows into all that read them than to compute them; decided once for an operator.</summary>
    private bool MergingPays(NetworkOperator o, List<int> elements, UnitValue[] rows)
    {
        if (!_isMerged.TryGetValue(o.Id, out bool isMerged))
        {
            _isMerged[o.Id] = isMerged = DecideMerging(o, elements, rows);
        }

        return isMerged;
    }

    private bool DecideMerging(NetworkOperator o, List<int> elements, UnitValue[] rows)
    {
        if (elements.Count == 0 || _readers.Of(o.Id, Flags(o, elements)) is not { } readers || readers.Keys.Any(r => r is not DenseOperator))
        {
            return false;
        }

        HashSet<int> atoms = new();
        long columns = 0;
        int[]? last = null;
        foreach (int i in elements)
        {
            AffineRow row = rows[i].Row!;
            columns += row.Columns.Length;
            if (!ReferenceEquals(last, row.Columns))
            {
                atoms.UnionWith(row.Columns);
                last = row.Columns;
            }
        }

        long kept = columns, merged = 0, work = 0;
        foreach (KeyValuePair<NetworkOperator, int> reader in readers)
        {
            long outputs = _readers.LiveRows(reader.Key);
            kept += outputs * reader.Value;
            merged += outputs * atoms.Count;
            work += outputs * columns;
        }

        if (merged >= kept || _mergeWork + work > MaxMergeWork)
        {
            return false;
        }

        _mergeWork += work;
        return true;
    }

    private static bool[] Flags(NetworkOperator o, List<int> elements)
    {
        bool[] flags = new bool[o.Count];
        elements.ForEach(i => flags[i] = true);
        return flags;
    }

    private (double[] Lower, double[] Upper) RangesOf(NetworkOperator o, List<int> elements)
    {
        OperatorBounds bounds = _bounds.Operators[o.Id];
        double[] lower = new double[elements.Count], upper = new double[elements.Count];
        for (int i = 0; i < lower.Length; i++)
        {
            (lower[i], upper[i]) = (bounds.Lower[elements[i]], bounds.Upper[elements[i]]);
        }

        return (lower, upper);
    }

    private void SetAtoms(int id, List<int> elements, UnitValue[] values)
    {
        for (int i = 0; i < elements.Count; i++)
        {
            values[elements[i]] = UnitValue.Of(Graph.Atom(id, i));
        }
    }

    // Elements that are constant, or that stand in several operators, are put together by a last layer.
    private int Output()
    {
        NetworkOperator output = _model.Operators[_model.Output];
        (double[] lower, double[] upper) = RangesOf(output, Enumerable.Range(0, output.Count).ToList());
        return Graph.AddAffine(_values[output.Id], lower, upper, output.Name, output.Shape);
    }
}
