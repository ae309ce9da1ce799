using System.Collections.Immutable;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Milp;
using NetCompile.Generator.Parsing;
using NetCompile.Models;

namespace NetCompile.Analyzers;

/// <summary>Reports an encoding that no solver will like, from counts in closed form, before it is built.</summary>
internal static class EncodingSizeCheck
{
    public static void Run(Check check, NetworkModel model, ImmutableArray<ActivationLayer> layers, MilpOptions options)
    {
        string encoding = check.Declaration.Milp.Encoding ?? EncodingName.BigM;
        EncodingSize size = EncodingSizer.Of(model, layers, encoding);
        bool hasManyBinaries = size.Binaries > options.MaxBinaries;
        if (!hasManyBinaries && size.Nonzeros <= options.MaxNonzeros)
        {
            return;
        }

        bool bigMIsSmaller = !hasManyBinaries && encoding != EncodingName.BigM && EncodingSizer.Of(model, layers, EncodingName.BigM).Nonzeros <= options.MaxNonzeros;
        string remedy = bigMIsSmaller ? "write [MilpEncoding(\"big-m\")], which stays below"
            : hasManyBinaries ? "narrow the ranges of the inputs so that more neurons are stable, give AddTo tighter bounds, or use a smaller network"
            : "prune the network, or use a smaller one";
        DiagnosticInfo warning = DiagnosticInfo.Create(
            MilpRules.EncodingTooLarge, MilpCheck.EncodingLocation(check), encoding, check.Declaration.Name,
            Literal.Grouped(size.Columns), Literal.Grouped(size.Binaries), Literal.Grouped(size.Rows), Literal.Grouped(size.Nonzeros),
            hasManyBinaries ? "it has more binaries than" : "it has more nonzeros than", MilpCheck.Text(hasManyBinaries ? options.MaxBinaries : options.MaxNonzeros),
            (hasManyBinaries ? MilpOptions.MaxBinariesKey : MilpOptions.MaxNonzerosKey).Substring("netcompile.".Length), remedy);
        check.Report(bigMIsSmaller ? warning.WithFact(Fact.Encoding, EncodingName.BigM) : warning);
    }
}
