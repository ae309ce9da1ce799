namespace NetCompile.Verification;

/// <summary>The input whose interval is widest, relative to its interval in the whole region.</summary>
internal sealed class WidestInput : IAxisHeuristic
{
    public double Score(int axis, double width, double wholeWidth, double weight, int depth) => width / wholeWidth;
}
