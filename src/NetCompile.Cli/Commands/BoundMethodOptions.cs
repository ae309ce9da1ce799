using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NetCompile.Propagation;

namespace NetCompile.Cli.Commands;

/// <summary>The options of <c>bounds</c> that choose a method and what it takes.</summary>
internal static class BoundMethodOptions
{
    /// <summary>The methods by their names on the command line, in the order in which the help shows them.</summary>
    public static readonly (string Name, BoundMethod Method)[] Names =
    [
        ("ibp", BoundMethod.Interval),
        ("symbolic", BoundMethod.Symbolic),
        ("zonotope", BoundMethod.Zonotope),
        ("fast-lin", BoundMethod.FastLin),
        ("crown", BoundMethod.Crown),
        ("alpha-crown", BoundMethod.AlphaCrown),
        ("beta-crown", BoundMethod.BetaCrown),
        ("wong-kolter", BoundMethod.WongKolter),
        ("lagrangian", BoundMethod.Lagrangian),
        ("lagrangian-decomposition", BoundMethod.LagrangianDecomposition),
        ("active-set", BoundMethod.ActiveSet),
    ];

    public static Option<string> Method() => new Option<string>("--method")
    {
        Description = "How the outputs are bounded.",
        DefaultValueFactory = _ => "crown",
    }.AcceptOnlyFromAmong([.. Names.Select(n => n.Name)]);

    public static Option<int?> Iterations() => new("--iterations")
    {
        Description = "Ascent steps of a method that optimises: alpha-crown, beta-crown, lagrangian, lagrangian-decomposition, active-set [default: the method's own number].",
        HelpName = "N",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int iterations))
            {
                return iterations;
            }

            result.AddError($"--iterations needs a whole number of at least 0; '{result.Tokens[0].Value}' is none.");
            return null;
        },
    };

    public static Option<PhaseDecision[]> Splits() => new("--split")
    {
        Description = "With beta-crown: bound only where a neuron is active or inactive. OP is the number of a ReLU in 'netcompile info', NEURON counts from 0. May be repeated.",
        HelpName = "OP:NEURON:active|inactive",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result => [.. result.Tokens.Select(t => Decision(t.Value, result))],
    };

    /// <summary>The method of a name that the option accepts.</summary>
    public static BoundMethod MethodOf(string name) => Names.Single(n => n.Name == name).Method;

    private static PhaseDecision Decision(string text, ArgumentResult result)
    {
        string[] parts = text.Split(':');
        if (parts.Length == 3 && parts[2] is ("active" or "inactive")
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int neuron))
        {
            return new PhaseDecision(id, neuron, parts[2] == "active");
        }

        result.AddError($"--split needs OP:NEURON:active or OP:NEURON:inactive; '{text}' is neither.");
        return default;
    }
}
