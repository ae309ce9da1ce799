using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Properties;

/// <summary>Gathers the alternatives of one property into cases: the box common to all, and what each adds.</summary>
internal sealed class CaseCollector
{
    private readonly string _name;
    private readonly int _outputCount;
    private readonly InputInterval[] _declared;
    private readonly Func<int, string> _inputName;
    private readonly ExactInterval[] _common;
    private readonly List<LinearConstraint> _commonConstraints = new();
    private bool _isCommonFalse;

    /// <summary>Starts with the declared ranges.</summary>
    public CaseCollector(string name, int inputCount, int outputCount, InputInterval[] declared, Func<int, string> inputName)
    {
        (_name, _outputCount, _declared, _inputName) = (name, outputCount, declared, inputName);
        _common = new ExactInterval[inputCount];
        for (int i = 0; i < inputCount; i++)
        {
            // An empty range such as [+∞, +∞] has no end that says so: keep it empty.
            _common[i] = ContainsNoNumber(declared[i]) ? new ExactInterval(Rational.One, false, Rational.Zero, false) : ExactInterval.Of(declared[i]);
        }
    }

    /// <summary>The property of all alternatives.</summary>
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

        if ((long)cases.Count * _common.Length > PropertyBuilder.MaxIntervals)
        {
            throw new ModelFormatException(
                ModelErrorKind.Unsupported,
                $"the property has {cases.Count} input boxes of {_common.Length} inputs; at most {PropertyBuilder.MaxIntervals} intervals are supported: split it into several properties", _name);
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
