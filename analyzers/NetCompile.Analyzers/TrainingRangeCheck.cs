using System.Globalization;
using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Parsing;

namespace NetCompile.Analyzers;

/// <summary>Reports ranges that leave the range that the network was trained with.</summary>
internal static class TrainingRangeCheck
{
    public static void Run(Check check)
    {
        for (int i = 0; i < check.Declaration.Inputs.Count; i++)
        {
            InputDeclaration input = check.Declaration.Inputs[i];
            AttributeUse use = check.Attributes.Inputs[i];
            if (input.Lower < input.TrainedFrom)
            {
                Report(check, use.PositionalLocation(1), input, "down", input.Lower!.Value, "from", input.TrainedFrom!.Value);
            }

            if (input.Upper > input.TrainedTo)
            {
                Report(check, use.PositionalLocation(2), input, "up", input.Upper!.Value, "up to", input.TrainedTo!.Value);
            }
        }
    }

    private static void Report(Check check, Location location, InputDeclaration input, string direction, double end, string side, double trained) => check.Report(
        DiagnosticInfo.Create(ProofRules.OutsideTraining, location, input.Name, direction, Display.Number(end), side, Display.Number(trained))
            .WithFact(Fact.TrainedEnd, trained.ToString("R", CultureInfo.InvariantCulture)));
}
