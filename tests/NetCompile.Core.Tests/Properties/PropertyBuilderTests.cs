using NetCompile.Models;
using NetCompile.Properties;
using static NetCompile.Core.Tests.Properties.FormulaHelper;

namespace NetCompile.Core.Tests.Properties;

public sealed class PropertyBuilderTests
{
    [Fact]
    public void SingleInputAtoms_BecomeTheBox()
    {
        Rational third = Rational.Create(1, 3);
        Formula violation = All(Within(0, -1, 2), AtMost(X(1).Times(Rational.Create(-3, 1)), C(1)), AtMost(X(1), LinearExpression.FromConstant(third)), AtMost(C(0), Y(0)));
        VerificationProperty property = PropertyBuilder.Build("p", violation, 2, 1);
        PropertyCase only = Assert.Single(property.Cases);
        Assert.Equal(InputInterval.Exact(-1, 2), only.Region[0]);
        Assert.Equal(new InputInterval((-third).ToDoubleDown(), third.ToDoubleUp(), (-third).ToDoubleUp(), third.ToDoubleDown()), only.Region[1]);
        Assert.True(only.Region[1].Lower < only.Region[1].InnerLower && only.Region[1].InnerUpper < only.Region[1].Upper);
        Assert.Equal("-1·Y_0 ≤ 0", Assert.Single(Assert.Single(only.Unsafe).Constraints).ToString());
    }

    [Fact]
    public void StrictSingleInputAtoms_KeepTheClosedOuterEndAndExcludeItInside()
    {
        VerificationProperty property = PropertyBuilder.Build("p", All(Below(C(1), X(0)), Below(X(0), C(2)), AtMost(X(0), C(2))), 1, 1);
        Assert.Equal(new InputInterval(1, 2, Math.BitIncrement(1.0), Math.BitDecrement(2.0)), property.Cases[0].Region[0]);

        // A strict end that is no double excludes no double.
        LinearExpression tenth = LinearExpression.FromConstant(Rational.Create(1, 10));
        property = PropertyBuilder.Build("p", All(Below(X(0), tenth), AtMost(C(0), X(0))), 1, 1);
        Assert.Equal(Rational.Create(1, 10).ToDoubleDown(), property.Cases[0].Region[0].InnerUpper);
    }

    [Fact]
    public void RepeatedBounds_Intersect()
    {
        VerificationProperty property = PropertyBuilder.Build("p", All(Within(0, 0, 5), Within(0, 2, 9), Within(0, -3, 4)), 1, 1);
        Assert.Equal(InputInterval.Exact(2, 4), property.Cases[0].Region[0]);
    }

    [Fact]
    public void MixedAndMultiInputAtoms_StayConstraints()
    {
        Formula violation = All(Within(0, 0, 1), Within(1, 0, 1), AtMost(X(0) + X(1), C(1)), Below(X(0), Y(0)));
        Conjunction conjunction = Assert.Single(Assert.Single(PropertyBuilder.Build("p", violation, 2, 1).Cases).Unsafe);
        Assert.Equal(["X_0 + X_1 ≤ 1", "X_0 + -1·Y_0 < 0"], conjunction.Constraints.Select(c => c.ToString()));
    }

    [Fact]
    public void SingleOutputAtoms_AreScaledToAnExactCoefficient()
    {
        Formula atom = AtMost(Y(0).Times(Rational.Create(1, 10)), C(3));
        LinearConstraint constraint = PropertyBuilder.Build("p", All(Within(0, 0, 1), atom), 1, 1).Cases[0].Unsafe[0].Constraints[0];
        Assert.Equal(new LinearConstraint([new LinearTerm(PropertyVariable.Output(0), 1.0)], 30.0, isStrict: false), constraint);
    }

    [Fact]
    public void Alternatives_WithEqualBoxes_ShareACase()
    {
        Formula violation = Any(
            All(Within(0, 0, 1), AtMost(Y(0), C(0))), All(Within(0, 2, 3), AtMost(Y(0), C(1))), All(Within(0, 0, 1), AtMost(C(5), Y(0))), All(Within(0, 0, 1), AtMost(Y(0), C(0))));
        VerificationProperty property = PropertyBuilder.Build("p", violation, 1, 1);
        Assert.Equal([InputInterval.Exact(0, 1), InputInterval.Exact(2, 3)], property.Cases.Select(c => c.Region[0]));
        Assert.Equal([2, 1], property.Cases.Select(c => c.Unsafe.Length));
    }

    [Fact]
    public void Conjunctions_DistributeOverDisjunctions()
    {
        // (A0 ∨ A1) ∧ (B0 ∨ (B1 ∧ (B2 ∨ B3))): 2 · 3 alternatives over two boxes.
        Formula violation = All(
            Any(Within(0, 0, 1), Within(0, 5, 6)),
            Any(AtMost(Y(0), C(0)), All(AtMost(Y(0), C(1)), Any(AtMost(Y(1), C(2)), AtMost(Y(1), C(3))))));
        VerificationProperty property = PropertyBuilder.Build("p", violation, 1, 2);
        Assert.Equal(2, property.Cases.Length);
        Assert.All(property.Cases, c => Assert.Equal(
            ["Y_0 ≤ 0", "Y_0 ≤ 1 & Y_1 ≤ 2", "Y_0 ≤ 1 & Y_1 ≤ 3"], c.Unsafe.Select(u => string.Join(" & ", u.Constraints))));
    }

    [Fact]
    public void ConstantAtoms_AreDecidedExactly()
    {
        Formula box = Within(0, 0, 1);
        Assert.Empty(Assert.Single(Assert.Single(PropertyBuilder.Build("p", All(box, AtMost(C(0), C(0))), 1, 1).Cases).Unsafe).Constraints);
        VerificationProperty impossible = PropertyBuilder.Build("p", All(box, Below(C(0), C(0))), 1, 1);
        Assert.Empty(impossible.Cases);
        Assert.False(impossible.IsRegionEmpty);
        Assert.Single(PropertyBuilder.Build("p", All(box, Any(Below(C(1), C(0)), AtMost(Y(0), C(0)))), 1, 1).Cases[0].Unsafe);
    }

    [Fact]
    public void EmptyRegions_AreDroppedExactlyAndRemembered()
    {
        // 1/3 < x < 1/3 holds for no x, although the doubles around 1/3 enclose it.
        LinearExpression third = LinearExpression.FromConstant(Rational.Create(1, 3));
        VerificationProperty vacuous = PropertyBuilder.Build("p", All(Below(third, X(0)), Below(X(0), third)), 1, 1);
        Assert.Empty(vacuous.Cases);
        Assert.True(vacuous.IsRegionEmpty);

        VerificationProperty point = PropertyBuilder.Build("p", All(AtMost(third, X(0)), AtMost(X(0), third)), 1, 1);
        Assert.False(point.IsRegionEmpty);
        Assert.True(point.Cases[0].Region[0].InnerLower > point.Cases[0].Region[0].InnerUpper);

        VerificationProperty half = PropertyBuilder.Build("p", Any(Within(0, 3, 2), Within(0, 0, 1)), 1, 1);
        Assert.Single(half.Cases);
        Assert.False(half.IsRegionEmpty);
        Assert.True(PropertyBuilder.Build("p", Any(Within(0, 3, 2), Within(0, 9, 8)), 1, 1).IsRegionEmpty);
        Assert.False(PropertyBuilder.Build("p", Formula.False, 1, 1, [InputInterval.Exact(0, 1)]).IsRegionEmpty);
    }

    [Fact]
    public void DeclaredRanges_AreCutWithTheFormula()
    {
        VerificationProperty property = PropertyBuilder.Build(
            "p", AtMost(X(0), C(0.5)), 2, 1, [InputInterval.Exact(0, 1), new InputInterval(-1, 1, -0.5, 0.75)]);
        Assert.Equal([InputInterval.Exact(0, 0.5), new InputInterval(-1, 1, -0.5, 0.75)], property.Cases[0].Region.ToArray());
        Assert.True(PropertyBuilder.Build("p", AtMost(C(2), X(0)), 1, 1, [InputInterval.Exact(0, 1)]).IsRegionEmpty);
        Assert.True(PropertyBuilder.Build("p", Formula.True, 1, 1, [InputInterval.Exact(1, 0)]).IsRegionEmpty);
        Assert.Equal(
            InputInterval.Exact(0, 1), PropertyBuilder.Build("p", AtMost(C(0), X(0)), 1, 1, [InputInterval.Exact(double.NegativeInfinity, 1)]).Cases[0].Region[0]);
        Assert.Throws<ArgumentException>(() => PropertyBuilder.Build("p", Formula.True, 2, 1, [InputInterval.Exact(0, 1)]));
        Assert.Throws<ArgumentException>(() => PropertyBuilder.Build("p", Formula.True, 1, 1, [InputInterval.Exact(0, double.NaN)]));
    }

    [Fact]
    public void AnUnboundedInput_IsNamed()
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => PropertyBuilder.Build("p", All(Within(0, 0, 1), AtMost(C(0), X(1))), 2, 1));
        Assert.Contains("X_1 has no upper bound", error.Message);
        error = Assert.Throws<ModelFormatException>(
            () => PropertyBuilder.Build("p", Any(Within(0, 0, 1), AtMost(X(0), C(1))), 1, 1, inputName: _ => "speed"));
        Assert.Contains("speed has no lower bound", error.Message);
    }

    [Fact]
    public void VariablesThatTheNetworkDoesNotHave_AreRefused()
    {
        Assert.Contains("X_1", Assert.Throws<ModelFormatException>(() => PropertyBuilder.Build("p", All(Within(0, 0, 1), Within(1, 0, 1)), 1, 1)).Message);
        Assert.Contains("Y_3", Assert.Throws<ModelFormatException>(() => PropertyBuilder.Build("p", All(Within(0, 0, 1), AtMost(Y(3), C(0))), 1, 3)).Message);
    }

    [Fact]
    public void NumbersOutsideDoubles_AreRefused()
    {
        Rational huge = Rational.Create(System.Numerics.BigInteger.Pow(10, 400), 1);
        Formula bound = AtMost(X(0), LinearExpression.FromConstant(huge));
        Assert.Contains("X_0", Assert.Throws<ModelFormatException>(() => PropertyBuilder.Build("p", All(AtMost(C(0), X(0)), bound), 1, 1)).Message);
        Formula output = AtMost(Y(0), LinearExpression.FromConstant(huge));
        Assert.Contains("does not fit a double", Assert.Throws<ModelFormatException>(() => PropertyBuilder.Build("p", All(Within(0, 0, 1), output), 1, 1)).Message);
    }

    [Fact]
    public void TooManyAlternatives_AreRefusedBeforeExpansionWithCountAndLimit()
    {
        // 2^40 alternatives, also where an empty disjunction beside them would leave none.
        Formula choices = All([.. Enumerable.Range(0, 40).Select(i => Any(AtMost(Y(0), C(i)), AtMost(Y(1), C(i))))]);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => PropertyBuilder.Build("p", All(Within(0, 0, 1), choices), 1, 2));
        Assert.Contains("1099511627776", error.Message);
        Assert.Contains(PropertyBuilder.MaxDisjuncts.ToString(), error.Message);
        Assert.Throws<ModelFormatException>(() => PropertyBuilder.Build("p", Any(All(Formula.False, choices)), 1, 2));
        Assert.Throws<ModelFormatException>(() => PropertyBuilder.Build("p", Any(All(choices, choices, choices, choices, choices)), 1, 2));
    }

    [Fact]
    public void TooManyConditionsPerAlternative_AreRefused()
    {
        Formula choices = All([.. Enumerable.Range(0, 16).Select(i => Any(AtMost(Y(0), C(i)), AtMost(Y(1), C(i))))]);
        Formula many = All([.. Enumerable.Range(0, 1000).Select(i => AtMost(Y(0), C(-i)))]);
        Assert.Throws<ModelFormatException>(() => PropertyBuilder.Build("p", All(Within(0, 0, 1), choices, many), 1, 2));
    }

    [Fact]
    public void TenThousandAlternativesOverFiveThousandBoxes_StayFiveThousandCases()
    {
        Formula violation = Any([.. Enumerable.Range(0, 10_000).Select(i => All(Within(0, i / 2, (i / 2) + 0.25), i % 2 == 0 ? AtMost(Y(0), C(i)) : AtMost(C(i), Y(0))))]);
        VerificationProperty property = PropertyBuilder.Build("p", violation, 1, 1);
        Assert.Equal(5000, property.Cases.Length);
        Assert.All(property.Cases, c => Assert.Equal(2, c.Unsafe.Length));
    }

    [Fact]
    public void RandomFormulas_AgreeWithTheirDirectEvaluation()
    {
        Random random = new(3);
        for (int round = 0; round < 300; round++)
        {
            Formula formula = RandomFormula(random, 3);
            VerificationProperty property = PropertyBuilder.Build("p", formula, 2, 2, [InputInterval.Exact(-3, 3), InputInterval.Exact(-3, 3)]);
            for (int point = 0; point < 20; point++)
            {
                float[] input = [random.Next(-3, 4), random.Next(-3, 4)], output = [random.Next(-3, 4), random.Next(-3, 4)];
                Assert.Equal(Holds(formula, input, output), PropertyEvaluator.IsViolated(property, input, output));
                Assert.Equal(!Holds(formula, input, output), Holds(formula.Negate(), input, output));
            }
        }
    }

    private static Formula RandomFormula(Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            LinearExpression[] variables = [X(0), X(1), Y(0), Y(1)];
            LinearExpression e = variables[random.Next(4)].Times(Rational.Create(random.Next(-2, 3), 1)) + C(random.Next(-2, 3));
            e = random.Next(2) == 0 ? e : e + variables[random.Next(4)];
            return new Formula.Atom(e, random.Next(2) == 0);
        }

        Formula[] parts = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomFormula(random, depth - 1))];
        return random.Next(2) == 0 ? All(parts) : Any(parts);
    }

    private static bool Holds(Formula formula, float[] input, float[] output) => formula switch
    {
        Formula.All all => all.Parts.All(p => Holds(p, input, output)),
        Formula.Any any => any.Parts.Any(p => Holds(p, input, output)),
        Formula.Atom atom => atom.Expression.Terms.Aggregate(
            atom.Expression.Constant, (sum, t) => sum + (t.Value * Rational.FromDouble((t.Key.IsOutput ? output : input)[t.Key.Index]))).Sign is var sign && (sign < 0 || (sign == 0 && !atom.IsStrict)),
        _ => throw new InvalidOperationException(),
    };
}
