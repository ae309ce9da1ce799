namespace NetCompile.Reports;

/// <summary>A part of a run and the time that its threads spent on it, summed over them: more than the wall-clock time where several work at once.</summary>
/// <param name="Name">In words for people: <c>bounds of the whole region</c>.</param>
/// <param name="Seconds">At least 0.</param>
public sealed record PhaseTime(string Name, double Seconds);
