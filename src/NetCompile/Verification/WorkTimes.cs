namespace NetCompile.Verification;

/// <summary>Where the threads of a run spent their time, summed over them: on several threads it may exceed the wall-clock time; waiting and preparing are in none. Of this run alone, resumed or not.</summary>
/// <param name="RegionBounds">Bounding whole input regions, before anything is split.</param>
/// <param name="RegionAttack">Looking for counterexamples in whole input regions.</param>
/// <param name="Search">The branch and bound after that, attacks within it included.</param>
public readonly record struct WorkTimes(TimeSpan RegionBounds, TimeSpan RegionAttack, TimeSpan Search);
