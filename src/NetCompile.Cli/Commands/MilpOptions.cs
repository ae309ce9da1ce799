using System.CommandLine;
using NetCompile.Cli.Files;
using NetCompile.Milp;
using NetCompile.Milp.Cbc;

namespace NetCompile.Cli.Commands;

/// <summary>The options of <c>milp</c> that choose an encoding, bounds and a solver.</summary>
internal static class MilpOptions
{
    /// <summary>The methods of bounding pre-activations by their names on the command line.</summary>
    public static readonly (string Name, TighteningMethod Method)[] Methods =
    [
        ("interval", TighteningMethod.Interval),
        ("symbolic", TighteningMethod.Symbolic),
        ("crown", TighteningMethod.Crown),
        ("alpha-crown", TighteningMethod.AlphaCrown),
        ("obbt", TighteningMethod.Lp),
        ("milp", TighteningMethod.Milp),
    ];

    /// <summary>The name of our own branch and bound.</summary>
    public const string Certified = "certified";

    private const string OrTools = "ortools:";

    public static Option<string> Encoding()
    {
        Option<string> option = new("--encoding")
        {
            Description = "The formulation: big-m, extended, partition:P, ideal, indicator, sos1; or triangle, projected-hull, relaxations that can only prove.",
            DefaultValueFactory = _ => "big-m",
            HelpName = "NAME",
        };
        option.Validators.Add(result =>
        {
            // A default has no token.
            if (result.Tokens.Count == 0)
            {
                return;
            }

            try
            {
                ReluEncoding.Parse(result.Tokens[0].Value);
            }
            catch (FormatException e)
            {
                result.AddError($"--encoding: {e.Message}");
            }
        });
        return option;
    }

    public static Option<string> Bounds() => new Option<string>("--bounds")
    {
        Description = "How pre-activations are bounded, from fast and loose to slow and tight; obbt and milp need CLP.",
        DefaultValueFactory = _ => "crown",
    }.AcceptOnlyFromAmong([.. Methods.Select(m => m.Name)]);

    public static Option<string> Solver()
    {
        Option<string> option = new("--solver")
        {
            Description = "cbc: COIN-OR CBC, whose answer is a claim; certified: the branch and bound of NetCompile over CLP, whose answer is a proof; ortools:NAME.",
            DefaultValueFactory = _ => "cbc",
            HelpName = "cbc|certified|ortools:NAME",
        };
        option.Validators.Add(result =>
        {
            string name = result.Tokens.Count == 0 ? Certified : result.Tokens[0].Value;
            if (name is not ("cbc" or Certified) && !name.StartsWith(OrTools, StringComparison.Ordinal))
            {
                string? near = NearestName.Find(name, ["cbc", Certified, "ortools:scip"]);
                result.AddError($"--solver: there is no solver '{name}'; {(near is null ? "use cbc, certified or ortools:NAME" : $"did you mean '{near}'?")}");
            }
        });
        return option;
    }

    /// <summary>The solver of a name; null for our own.</summary>
    /// <exception cref="CliException">It is not part of this build, or its library is missing.</exception>
    public static MilpSolver? SolverOf(string name) => name switch
    {
        Certified => null,
        "cbc" => Library(() => new CbcSolver()),
        _ => OrToolsSolver(name),
    };

    /// <summary>CLP.</summary>
    /// <exception cref="CliException">Its library is missing.</exception>
    public static LpSolver Linear() => Library(() => new ClpSolver());

#if ORTOOLS
    private static MilpSolver OrToolsSolver(string name)
    {
        try
        {
            return new Milp.OrTools.LinearSolverWrapper(name[OrTools.Length..]);
        }
        catch (ArgumentException e)
        {
            throw new CliException(ExitCodes.Usage, $"--solver {name}: {e.Message}", e);
        }
    }
#else
    private static MilpSolver OrToolsSolver(string name) => throw new CliException(
        ExitCodes.Usage, $"--solver {name}: this build has no OR-Tools, because its package is not on every feed; build with -p:WithOrTools=true, or use cbc or certified");
#endif

    private static T Library<T>(Func<T> create)
    {
        try
        {
            return create();
        }
        catch (SolverLibraryException e)
        {
            throw new CliException(ExitCodes.NoInput, e.Message, e);
        }
    }
}
