namespace NetCompile.Milp;

/// <summary>How much the objective rose, per unit, when a column was branched down or up: what the next branching is chosen by. Shared by threads.</summary>
/// <remarks>Source: Achterberg, Koch and Martin, <i>Branching rules revisited</i>, 2005.</remarks>
internal sealed class PseudoCosts
{
    private readonly object _gate = new();
    private readonly double[] _downSum, _upSum;
    private readonly int[] _downCount, _upCount;
    private double _allDown, _allUp;
    private int _allDownCount, _allUpCount;

    public PseudoCosts(int columns) => (_downSum, _upSum, _downCount, _upCount) = (new double[columns], new double[columns], new int[columns], new int[columns]);

    /// <summary>Learns from a branching.</summary>
    /// <param name="column">The column.</param>
    /// <param name="step">How far it had to move; negative downward.</param>
    /// <param name="gain">How much the objective rose.</param>
    public void Learn(int column, double step, double gain)
    {
        double rate = Math.Max(gain, 0) / Math.Abs(step);
        if (!double.IsFinite(rate))
        {
            return;
        }

        lock (_gate)
        {
            if (step < 0)
            {
                (_downSum[column], _allDown) = (_downSum[column] + rate, _allDown + rate);
                _downCount[column]++;
                _allDownCount++;
            }
            else
            {
                (_upSum[column], _allUp) = (_upSum[column] + rate, _allUp + rate);
                _upCount[column]++;
                _allUpCount++;
            }
        }
    }

    /// <summary>How often the side that is known less was tried.</summary>
    public int Reliability(int column) => Math.Min(_downCount[column], _upCount[column]);

    /// <summary>How promising it is to branch on a column that stands <paramref name="down"/> above and <paramref name="up"/> below whole numbers: the product of the expected gains.</summary>
    public double Score(int column, double down, double up)
    {
        lock (_gate)
        {
            double downRate = _downCount[column] > 0 ? _downSum[column] / _downCount[column] : _allDownCount > 0 ? _allDown / _allDownCount : 1;
            double upRate = _upCount[column] > 0 ? _upSum[column] / _upCount[column] : _allUpCount > 0 ? _allUp / _allUpCount : 1;
            return Product(downRate * down, upRate * up);
        }
    }

    /// <summary>The product of two gains, neither counted as nothing.</summary>
    public static double Product(double down, double up) => Math.Max(down, 1e-6) * Math.Max(up, 1e-6);
}
