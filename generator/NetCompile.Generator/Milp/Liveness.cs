using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Generator.Milp;

/// <summary>Which operators the output depends on.</summary>
internal static class Liveness
{
    /// <summary>By operator id.</summary>
    public static bool[] Of(NetworkModel model)
    {
        bool[] isLive = new bool[model.Operators.Length];
        isLive[model.Output] = true;
        for (int id = model.Output; id >= 0; id--)
        {
            foreach (int source in isLive[id] ? model.Operators[id].Sources : ImmutableArray<int>.Empty)
            {
                isLive[source] = true;
            }
        }

        return isLive;
    }
}
