using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Properties;

/// <summary>Turns a formula that states a violation into a <see cref="VerificationProperty"/>: input boxes, each with the output conditions that violate the property in it.</summary>
/// <remarks>
/// Atoms about one input become ends of the box, by exact arithmetic; every other atom stays a constraint. Alternatives with equal boxes share one case, so a file with
/// 10,000 alternatives over 5,000 boxes gives 5,000 cases. Alternatives whose box is empty, or that contain a false constant atom, are dropped.
/// </remarks>
public static class PropertyBuilder
{
    /// <summary>Alternatives that a property may have at most.</summary>
    public const int MaxDisjuncts = DisjunctiveNormalForm.MaxDisjuncts;

    /// <summary>Input intervals that all boxes together hold at most.</summary>
    public const int MaxIntervals = 1 << 23;

    /// <summary>Builds a property.</summary>
    /// <param name="name">A name for messages.</param>
    /// <param name="violation">What must never be true; inputs and outputs are numbered row-major.</param>
    /// <param name="inputCount">Inputs of the network.</param>
    /// <param name="outputCount">Outputs of the network.</param>
    /// <param name="ranges">The declared range of each input, cut with what the formula states; nothing where inputs have no range. An end may be infinite if the formula bounds it.</param>
    /// <param name="inputName">The name of an input in messages; <c>X_i</c> where null.</param>
    /// <exception cref="ModelFormatException">
    /// The formula has too many alternatives, names a variable that the network does not have, leaves an input unbounded, or has a number that does not fit a double.
    /// </exception>
    /// <exception cref="ArgumentException">The ranges are not one per input, or an end is NaN.</exception>
    public static VerificationProperty Build(
        string name, Formula violation, int inputCount, int outputCount, ImmutableArray<InputInterval> ranges = default, Func<int, string>? inputName = null)
    {
        InputInterval[] declared = Declared(ranges, inputCount);
        DisjunctiveNormalForm form = DisjunctiveNormalForm.Of(violation, name);
        return new Boxes(name, inputCount, outputCount, declared, inputName ?? (i => PropertyVariable.Input(i).ToString())).Build(form);
    }

    private static InputInterval[] Declared(ImmutableArray<InputInterval> ranges, int inputCount)
    {
        if (ranges.IsDefaultOrEmpty)
        {
            return Enumerable.Repeat(InputInterval.Exact(double.NegativeInfinity, double.PositiveInfinity), inputCount).ToArray();
        }

        if (ranges.Length != inputCount)
        {
            throw new ArgumentException($"{ranges.Length} ranges are given for {inputCount} inputs.", nameof(ranges));
        }

        for (int i = 0; i < ranges.Length; i++)
        {
            if (double.IsNaN(ranges[i].Lower) || double.IsNaN(ranges[i].Upper) || double.IsNaN(ranges[i].InnerLower) || double.IsNaN(ranges[i].InnerUpper))
            {
                throw new ArgumentException($"An end of the range of {PropertyVariable.Input(i)} is NaN.", nameof(ranges));
            }
        }

        return ranges.ToArray();
    }

    /// <summary>The work of one call: the box common to all alternatives, and the cases found so far.</summary>
    private sealed class Boxes
    {
        private readonly string _name;
        private readonly int _outputCount;
        private readonly InputInterval[] _declared;
        private readonly Func<int, string> _inputName;
        private readonly ExactInterval[] _common;
        private readonly List<LinearConstraint> _commonConstraints = new();
        private bool _isCommonFalse;

        public Boxes(string name, int inputCount, int outputCount, InputInterval[] declared, Func<int, string> inputName)
        {
            (_name, _outputCount, _declared, _inputName) = (name, outputCount, declared, inputName);
            _common = new ExactInterval[inputCount];
            for (int i = 0; i < inputCount; i++)
            {
                // An empty range such as [+∞, +∞] has no end that says so: keep it empty.
                _common[i] = ContainsNoNumber(declared[i]) ? new ExactInterval(Rational.One, false, Rational.Zero, false) : ExactInterval.Of(declared[i]);
            }
        }

        public VerificationProperty Build(DisjunctiveNormalForm form)
        {
            foreach (Literal literal in form.Common)
            {
                AddCommon(literal);
            }

            if (form.DisjunctCount * _commonConstraints.Count > DisjunctiveNormalForm.MaxLiterals)
            {
                throw new ModelFormatException(
                    ModelErrorKind.Unsupported,
                    $"the property has {_commonConstraints.Count} conditions in each of {form.DisjunctCount} alternatives; together at most {DisjunctiveNormalForm.MaxLiterals} are "
                    + "supported: split it into several properties",
                    _name);
            }

            bool isCommonEmpty = _common.Any(i => i.IsEmpty);
            Dictionary<RegionKey, CaseBuilder> cases = new();
            List<CaseBuilder> inOrder = new();
            bool anyNonEmpty = false, anyEmpty = isCommonEmpty;
            Dictionary<int, ExactInterval> overrides = new();
            List<LinearConstraint> constraints = new();
            foreach (IReadOnlyList<Literal> disjunct in isCommonEmpty ? Array.Empty<IReadOnlyList<Literal>>() : form.Disjuncts)
            {
                bool isFalse = Collect(disjunct, overrides, constraints);
                if (AnyEmpty(overrides))
                {
                    anyEmpty = true;
                    continue;
                }

                anyNonEmpty = true;
                if (isFalse)
                {
                    continue;
                }

                RegionKey key = new(overrides, _common);
                if (!cases.TryGetValue(key, out CaseBuilder? found))
                {
                    cases.Add(key, found = new CaseBuilder(key));
                    inOrder.Add(found);
                }

                found.Add(new Conjunction(constraints.ToImmutableArray()));
            }

            return new VerificationProperty(_name, _common.Length, _outputCount, Finish(inOrder)) { IsRegionEmpty = anyEmpty && !anyNonEmpty };
        }

        private static bool AnyEmpty(Dictionary<int, ExactInterval> intervals)
        {
            foreach (KeyValuePair<int, ExactInterval> interval in intervals)
            {
                if (interval.Value.IsEmpty)
                {
                    return true;
                }
            }

            return false;
        }

        private void AddCommon(Literal literal)
        {
            switch (literal)
            {
                case Literal.Constant constant:
                    _isCommonFalse |= !constant.IsTrue;
                    break;
                case Literal.Bound bound:
                    RequireInput(bound.Input);
                    _common[bound.Input] = bound.Restrict(_common[bound.Input]);
                    break;
                case Literal.Constraint constraint:
                    _commonConstraints.Add(Checked(constraint.Value));
                    break;
            }
        }

        /// <summary>Sorts the literals of a disjunct; true if one of them (or of the common ones) is a false constant.</summary>
        private bool Collect(IReadOnlyList<Literal> disjunct, Dictionary<int, ExactInterval> overrides, List<LinearConstraint> constraints)
        {
            bool isFalse = _isCommonFalse;
            overrides.Clear();
            constraints.Clear();
            constraints.AddRange(_commonConstraints);
            foreach (Literal literal in disjunct)
            {
                switch (literal)
                {
                    case Literal.Constant constant:
                        isFalse |= !constant.IsTrue;
                        break;
                    case Literal.Bound bound:
                        RequireInput(bound.Input);
                        overrides[bound.Input] = bound.Restrict(overrides.TryGetValue(bound.Input, out ExactInterval known) ? known : _common[bound.Input]);
                        break;
                    case Literal.Constraint constraint:
                        constraints.Add(Checked(constraint.Value));
                        break;
                }
            }

            return isFalse;
        }

        private ImmutableArray<PropertyCase> Finish(List<CaseBuilder> cases)
        {
            if (cases.Count == 0)
            {
                return ImmutableArray<PropertyCase>.Empty;
            }

            if ((long)cases.Count * _common.Length > MaxIntervals)
            {
                throw new ModelFormatException(
                    ModelErrorKind.Unsupported,
                    $"the property has {cases.Count} input boxes of {_common.Length} inputs; at most {MaxIntervals} intervals are supported: split it into several properties", _name);
            }

            InputInterval[] common = new InputInterval[_common.Length];
            for (int i = 0; i < common.Length; i++)
            {
                common[i] = ToInterval(i, _common[i]);
            }

            int[] unbounded = Enumerable.Range(0, common.Length).Where(i => IsUnbounded(common[i])).ToArray();
            ImmutableArray<PropertyCase>.Builder result = ImmutableArray.CreateBuilder<PropertyCase>(cases.Count);
            foreach (CaseBuilder @case in cases)
            {
                ImmutableArray<InputInterval>.Builder region = ImmutableArray.CreateBuilder<InputInterval>(common.Length);
                region.AddRange(common);
                foreach (KeyValuePair<int, ExactInterval> o in @case.Key.Overrides)
                {
                    region[o.Key] = ToInterval(o.Key, o.Value);
                }

                foreach (int input in unbounded)
                {
                    RequireBounded(input, region[input]);
                }

                result.Add(new PropertyCase(region.MoveToImmutable(), @case.Unsafe));
            }

            return result.MoveToImmutable();
        }

        private InputInterval ToInterval(int input, ExactInterval interval)
        {
            try
            {
                return interval.ToInputInterval().Intersect(_declared[input]);
            }
            catch (OverflowException e)
            {
                throw new ModelFormatException(ModelErrorKind.Unsupported, $"a bound of {_inputName(input)} is too large for a double", _name, inner: e);
            }
        }

        private void RequireBounded(int input, InputInterval interval)
        {
            if (IsUnbounded(interval))
            {
                string side = double.IsNegativeInfinity(interval.Lower) ? "lower" : "upper";
                throw new ModelFormatException(
                    ModelErrorKind.Malformed, $"{_inputName(input)} has no {side} bound: the region must bound every input on both sides", _name);
            }
        }

        private void RequireInput(int input)
        {
            if ((uint)input >= (uint)_common.Length)
            {
                throw new ModelFormatException(ModelErrorKind.ShapeMismatch, $"the property names {PropertyVariable.Input(input)} but the network has {_common.Length} inputs", _name);
            }
        }

        private LinearConstraint Checked(LinearConstraint constraint)
        {
            foreach (LinearTerm term in constraint.Terms)
            {
                if (!term.Variable.IsOutput)
                {
                    RequireInput(term.Variable.Index);
                }
                else if ((uint)term.Variable.Index >= (uint)_outputCount)
                {
                    throw new ModelFormatException(ModelErrorKind.ShapeMismatch, $"the property names {term.Variable} but the network has {_outputCount} outputs", _name);
                }
            }

            return constraint;
        }

        private static bool IsUnbounded(InputInterval interval) => double.IsNegativeInfinity(interval.Lower) || double.IsPositiveInfinity(interval.Upper);

        private static bool ContainsNoNumber(InputInterval range) => range.IsEmpty || double.IsPositiveInfinity(range.Lower) || double.IsNegativeInfinity(range.Upper);
    }

    /// <summary>The output conditions gathered for one box, each once.</summary>
    private sealed class CaseBuilder
    {
        private const int FewConjunctions = 8;

        private readonly ImmutableArray<Conjunction>.Builder _unsafe = ImmutableArray.CreateBuilder<Conjunction>();
        private HashSet<Conjunction>? _known;

        public CaseBuilder(RegionKey key) => Key = key;

        public RegionKey Key { get; }

        public ImmutableArray<Conjunction> Unsafe => _unsafe.ToImmutable();

        public void Add(Conjunction conjunction)
        {
            // Most boxes have one or two conditions, for which a set would cost more than it saves.
            if (_known is null && _unsafe.Count >= FewConjunctions)
            {
                _known = new HashSet<Conjunction>(_unsafe);
            }

            if (_known?.Add(conjunction) ?? !_unsafe.Contains(conjunction))
            {
                _unsafe.Add(conjunction);
            }
        }
    }

    /// <summary>A box as its differences from the common box, so that comparing boxes costs only what differs.</summary>
    private sealed class RegionKey : IEquatable<RegionKey>
    {
        private readonly int _hash;

        public RegionKey(Dictionary<int, ExactInterval> overrides, ExactInterval[] common)
        {
            List<KeyValuePair<int, ExactInterval>> differences = new(overrides.Count);
            foreach (KeyValuePair<int, ExactInterval> o in overrides)
            {
                if (o.Value != common[o.Key])
                {
                    differences.Add(o);
                }
            }

            differences.Sort(static (a, b) => a.Key.CompareTo(b.Key));
            Overrides = differences.ToArray();
            foreach (KeyValuePair<int, ExactInterval> o in Overrides)
            {
                _hash = unchecked((((_hash * 31) + o.Key) * 31) + o.Value.GetHashCode());
            }
        }

        public KeyValuePair<int, ExactInterval>[] Overrides { get; }

        public bool Equals(RegionKey? other)
        {
            if (other is null || _hash != other._hash || Overrides.Length != other.Overrides.Length)
            {
                return false;
            }

            for (int i = 0; i < Overrides.Length; i++)
            {
                if (Overrides[i].Key != other.Overrides[i].Key || Overrides[i].Value != other.Overrides[i].Value)
                {
                    return false;
                }
            }

            return true;
        }

        public override bool Equals(object? obj) => Equals(obj as RegionKey);

        public override int GetHashCode() => _hash;
    }
}
