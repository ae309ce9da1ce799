using NetCompile.Models;

namespace NetCompile.Propagation;

/// <summary>A network that runs, but that the engine cannot bound or verify. The message names the operator and says what can.</summary>
public sealed class UnsupportedOperatorException : NotSupportedException
{
    private UnsupportedOperatorException(string message) : base(message) { }

    internal static UnsupportedOperatorException Step(string place) =>
        new($"{place}: step functions are not continuous, and the engine does not bound them; use the MILP encodings of NetCompile.Milp");

    /// <summary>Fails where the engine cannot bound the network.</summary>
    internal static void RequireNone(NetworkModel model)
    {
        foreach (NetworkOperator o in model.Operators)
        {
            if (o is StepOperator)
            {
                throw Step($"{model.Name}, operator {o.Id} ({o.Kind} '{o.Name}')");
            }
        }
    }
}
