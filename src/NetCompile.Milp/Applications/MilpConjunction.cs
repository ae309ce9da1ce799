namespace NetCompile.Milp;

/// <summary>What became of one conjunction.</summary>
public enum ConjunctionState
{
    /// <summary>It is proved that no input meets it.</summary>
    Refuted,

    /// <summary>A solver says that no input meets it; nothing is proved.</summary>
    ClaimedRefuted,

    /// <summary>An input meets it; the forward pass confirmed it.</summary>
    Met,

    /// <summary>Neither; <see cref="MilpConjunction.Reason"/> says why.</summary>
    Open,
}

/// <summary>One solve of a <see cref="MilpVerifier"/>.</summary>
/// <param name="Case">The case of the property.</param>
/// <param name="Index">The conjunction of the case.</param>
/// <param name="State">What became of it.</param>
/// <param name="Solution">The solver's answer: objective and bound are the greatest margin by which the conjunction is met.</param>
/// <param name="Rows">Rows of the model.</param>
/// <param name="Columns">Columns of the model.</param>
/// <param name="Binaries">Integer columns of the model.</param>
/// <param name="Unstable">Unstable units.</param>
/// <param name="StablyActive">Stably active units.</param>
/// <param name="StablyInactive">Stably inactive units.</param>
/// <param name="BoundsSeconds">What bounding the pre-activations over the case's box took; counted with each of its conjunctions.</param>
/// <param name="BuildSeconds">What building the model took.</param>
/// <param name="Reason">Why it is open; empty otherwise.</param>
public sealed record MilpConjunction(
    int Case, int Index, ConjunctionState State, MilpSolution Solution, int Rows, int Columns, int Binaries, int Unstable, int StablyActive, int StablyInactive,
    double BoundsSeconds, double BuildSeconds, string Reason);
