namespace NetCompile.Checker;

/// <summary>What a certificate was confirmed to show.</summary>
/// <param name="IsProved">True: the property is proved for every input of its region. False: it is refuted by the certificate's counterexample.</param>
/// <param name="IsFloat32">Whether that is about the float32 forward pass; else about the real-valued network.</param>
/// <param name="Leaves">Leaves confirmed.</param>
/// <param name="Elapsed">Wall-clock time.</param>
public sealed record CheckResult(bool IsProved, bool IsFloat32, long Leaves, TimeSpan Elapsed);
