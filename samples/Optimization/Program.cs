using NetCompile.Milp.Cbc;
using NetCompile.Samples;
using Optimization.Examples;

// Usage: dotnet run -c Release --project samples/Optimization [-- NAME]
// Ends with 0 where every example did what it announces, 1 where one did not, 2 for an unknown name, 3 where the solver is missing.
Terminal.Start();
(string Name, string Title, Func<bool> Run)[] examples =
[
    ("verify", "Prove a property exactly: how hard does the car brake at the least?", () => VerifyExactly.Run().Succeeded),
    ("nearest", "The nearest picture that fools the reader of digits", () => NearestAdversary.Run().Succeeded),
    ("reactor", "The best batch: a network in the place of a reactor", () => BestBatch.Run().Succeeded),
    ("counterfactual", "The least change that turns a refusal into a loan", () => Counterfactual.Run().Succeeded),
    ("compressed", "A network and its compressed version: how far can they be apart?", () => CompressedNetwork.Run().Succeeded),
    ("berth", "The best action: maximise a Q-function over continuous actions", () => BestAction.Run().Succeeded),
];

string? chosen = args.FirstOrDefault();
if (chosen is not null && !examples.Any(e => e.Name == chosen))
{
    Console.Error.WriteLine($"There is no example '{chosen}'. There are: {string.Join(", ", examples.Select(e => e.Name))}.");
    return 2;
}

if (!CbcSolver.IsAvailable(out string reason))
{
    Console.Error.WriteLine(reason);
    return 3;
}

bool succeeded = true;
foreach ((string name, string title, Func<bool> run) in examples.Where(e => chosen is null || e.Name == chosen))
{
    Terminal.Heading($"{name}: {title}");
    bool result = run();
    succeeded &= result;
    if (!result)
    {
        Terminal.Line(Terminal.Bad("This is not what the example announces."));
    }
}

return succeeded ? 0 : 1;
