namespace CruiseControl.Training;

/// <summary>The policy that the network learns: the Intelligent Driver Model (Treiber, Hennecke, Helbing 2000), limited to what brakes and engine can do.</summary>
/// <remarks>
/// a = A · [1 − (v / v₀)⁴ − (s* / s)²] with s* = s₀ + max(0, v·T + v·(v − v_lead) / (2√(A·B))):
/// reach for the set speed v₀ on a free road, and keep the gap s above s₀ plus T seconds, more when closing in.
/// </remarks>
internal static class IntelligentDriver
{
    private const double Acceleration = 2.0;        // A, m/s²: also the most the engine gives
    private const double ComfortableBraking = 3.0;  // B, m/s²
    private const double StandstillGap = 2.0;       // s₀, m
    private const double Headway = 1.5;             // T, s
    private const double EmergencyBraking = -8.0;   // m/s²: the most the brakes give

    /// <summary>The acceleration to command, in m/s².</summary>
    public static double Command(Situation s)
    {
        double closing = s.Speed - s.LeadSpeed;
        double desiredGap = StandstillGap
            + Math.Max(0, (s.Speed * Headway) + (s.Speed * closing / (2 * Math.Sqrt(Acceleration * ComfortableBraking))));
        double speedRatio = s.Speed / s.SetSpeed;
        double gapRatio = desiredGap / Math.Max(s.Gap, 0.01);
        double command = Acceleration * (1 - (speedRatio * speedRatio * speedRatio * speedRatio) - (gapRatio * gapRatio));
        return Math.Clamp(command, EmergencyBraking, Acceleration);
    }
}
