using NetCompile.Properties;

namespace NetCompile.Core.Tests.Properties;

/// <summary>Short ways to write formulas.</summary>
internal static class FormulaHelper
{
    public static LinearExpression X(int i) => LinearExpression.FromVariable(PropertyVariable.Input(i));

    public static LinearExpression Y(int j) => LinearExpression.FromVariable(PropertyVariable.Output(j));

    public static LinearExpression C(double value) => LinearExpression.FromConstant(Rational.FromDouble(value));

    public static Formula AtMost(LinearExpression a, LinearExpression b) => new Formula.Atom(a - b, IsStrict: false);

    public static Formula Below(LinearExpression a, LinearExpression b) => new Formula.Atom(a - b, IsStrict: true);

    public static Formula Within(int input, double lower, double upper) => All(AtMost(C(lower), X(input)), AtMost(X(input), C(upper)));

    public static Formula All(params Formula[] parts) => new Formula.All([.. parts]);

    public static Formula Any(params Formula[] parts) => new Formula.Any([.. parts]);
}
