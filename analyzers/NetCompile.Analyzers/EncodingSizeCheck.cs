using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Milp;
using NetCompile.Generator.Parsing;

namespace NetCompile.Analyzers;

/// <summary>Reports an encoding that no solver will like, from counts in closed form, before it is built.</summary>
internal static class EncodingSizeCheck
{
    public static void Run(Check check, EncodingFacts facts, MilpOptions options)
    {
        (string encoding, EncodingSize size) = (facts.Encoding, facts.Size);
        bool hasManyBinaries = size.Binaries > options.MaxBinaries;
        if (!hasManyBinaries && size.Nonzeros <= options.MaxNonzeros)
        {
            return;
        }

        bool bigMIsSmaller = !hasManyBinaries && encoding != EncodingName.BigM && facts.BigMSize.Nonzeros <= options.MaxNonzeros;
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
