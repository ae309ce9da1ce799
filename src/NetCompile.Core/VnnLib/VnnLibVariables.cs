using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.VnnLib;

/// <summary>The variables that a VNN-LIB text declares: <c>X_0 … X_n</c> and <c>Y_0 … Y_m</c>.</summary>
internal sealed class VnnLibVariables
{
    private readonly Dictionary<int, LinearExpression> _inputs = new(), _outputs = new();

    /// <summary>Declares a variable; false if it was declared before.</summary>
    public bool Declare(PropertyVariable variable)
    {
        Dictionary<int, LinearExpression> known = Of(variable);
        if (known.ContainsKey(variable.Index))
        {
            return false;
        }

        known.Add(variable.Index, LinearExpression.FromVariable(variable));
        return true;
    }

    /// <summary>The variable as an expression; null if it is not declared.</summary>
    public LinearExpression? this[PropertyVariable variable] => Of(variable).TryGetValue(variable.Index, out LinearExpression? expression) ? expression : null;

    /// <summary>The variable that a symbol names, whether declared or not; null if it is no such name. <c>X_07</c> is none.</summary>
    public static PropertyVariable? Parse(ReadOnlySpan<char> symbol)
    {
        if (symbol.Length is < 3 or > 11 || symbol[0] is not ('X' or 'Y') || symbol[1] != '_' || (symbol[2] == '0' && symbol.Length > 3))
        {
            return null;
        }

        long index = 0;
        foreach (char c in symbol.Slice(2))
        {
            if (c is < '0' or > '9')
            {
                return null;
            }

            index = (index * 10) + (c - '0');
        }

        return new PropertyVariable(symbol[0] == 'Y', (int)index);
    }

    /// <summary>The number of inputs or outputs, after a check that their indices have no gap and agree with the network.</summary>
    /// <exception cref="ModelFormatException">There is a gap, no variable at all, or another number than the network has.</exception>
    public int Count(bool ofOutputs, int? expected, string name)
    {
        Dictionary<int, LinearExpression> known = ofOutputs ? _outputs : _inputs;
        (string noun, string letter) = ofOutputs ? ("output", "Y") : ("input", "X");
        if (known.Count == 0)
        {
            throw new ModelFormatException(ModelErrorKind.Malformed, $"no {noun} variable {letter}_0 is declared", name);
        }

        int last = known.Keys.Max();
        if (last != known.Count - 1)
        {
            int gap = Enumerable.Range(0, last).First(i => !known.ContainsKey(i));
            throw new ModelFormatException(ModelErrorKind.Malformed, $"{letter}_{gap} is not declared although {letter}_{last} is", name);
        }

        return expected is null || expected == known.Count
            ? known.Count
            : throw new ModelFormatException(
                ModelErrorKind.ShapeMismatch, $"the property declares {known.Count} {noun}s but the network has {expected}; is it the property of another network?", name);
    }

    private Dictionary<int, LinearExpression> Of(PropertyVariable variable) => variable.IsOutput ? _outputs : _inputs;
}
