namespace NetCompile.Verification;

/// <summary>The problems of all cases, computed once each and shared by all threads of a search.</summary>
internal sealed class PhaseProblems
{
    private readonly Dictionary<CaseProblem, PhaseProblem> _problems = [];

    /// <summary>Held while the pre-activation bounds of a case are optimised: that takes all threads, and memory for each, by itself.</summary>
    public object Gate { get; } = new();

    /// <summary>Keeps the problem of a case.</summary>
    public void Add(CaseProblem key, PhaseProblem problem)
    {
        lock (_problems)
        {
            _problems[key] = problem;
        }
    }

    /// <summary>The problem of a case; null where it is still to be computed.</summary>
    public PhaseProblem? Find(CaseProblem key)
    {
        lock (_problems)
        {
            return _problems.GetValueOrDefault(key);
        }
    }
}
