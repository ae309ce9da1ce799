namespace NetCompile.Properties;

/// <summary>Which condition of a property a counterexample meets.</summary>
/// <param name="Case">The index in <see cref="VerificationProperty.Cases"/>.</param>
/// <param name="Conjunction">The index in <see cref="PropertyCase.Unsafe"/>.</param>
public readonly record struct PropertyViolation(int Case, int Conjunction);
