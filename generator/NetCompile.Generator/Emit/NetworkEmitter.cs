using System.Collections.Immutable;
using NetCompile.Generator.Parsing;
using NetCompile.Generator.Resolving;
using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>Turns a resolved network into source files, one per concern.</summary>
internal static class NetworkEmitter
{
    /// <summary>The files of a network whose model could be read.</summary>
    public static ImmutableArray<GeneratedFile> Emit(ResolvedNetwork network)
    {
        ImmutableArray<GeneratedFile>.Builder files = ImmutableArray.CreateBuilder<GeneratedFile>();
        files.Add(EmitInputOutput(network.Declaration));
        files.Add(EmitFile(network, "", "forward pass and bounds", w => SurfaceEmitter.Write(w, network)));
        ConstantTable constants = new(network.Model, network.Unscaled);
        files.Add(EmitFile(network, ".Network", "the network as straight-line kernel calls", w => EmitNetwork(w, network, constants)));
        files.Add(EmitFile(network, ".Weights", "weights", w => EmitWeights(w, constants)));
        if (!network.Properties.IsEmpty)
        {
            files.Add(EmitFile(network, ".Properties", "properties and their verification", w =>
            {
                PropertyEmitter.Write(w, network);
                VerifyEmitter.Write(w, network);
                DeclaredPropertiesEmitter.Write(w, network);
            }));
        }

        if (network.HasMilp)
        {
            files.Add(EmitFile(network, ".Milp", "the network in optimisation models", w =>
            {
                MilpEmitter.Write(w, network);
                w.Separate();
                using (w.Block("public readonly partial struct Network"))
                {
                    EncodingEmitter.Write(w, network, constants);
                }
            }));
        }

        return files.ToImmutable();
    }

    /// <summary>The file that needs the declaration alone; written even where the model is missing, so that the author's properties still compile.</summary>
    public static GeneratedFile EmitInputOutput(NetworkDeclaration declaration)
    {
        SourceWriter writer = new();
        HeaderEmitter.Write(writer, declaration, "inputs and outputs by name");
        TypeScope.Write(writer, declaration, () => InputOutputEmitter.Write(writer, declaration));
        return new GeneratedFile($"{declaration.HintName}.InputOutput.g.cs", writer.ToString());
    }

    private static GeneratedFile EmitFile(ResolvedNetwork network, string suffix, string content, Action<SourceWriter> write)
    {
        SourceWriter writer = new();
        HeaderEmitter.Write(writer, network, content);
        TypeScope.Write(writer, network.Declaration, () => write(writer));
        return new GeneratedFile($"{network.Declaration.HintName}{suffix}.g.cs", writer.ToString());
    }

    private static void EmitNetwork(SourceWriter writer, ResolvedNetwork network, ConstantTable constants)
    {
        writer.Separate();
        writer.Line("/// <summary>The network as the engine runs it: every size is a constant.</summary>");
        writer.Line(HeaderEmitter.GeneratedCode);
        using (writer.Block("public readonly partial struct Network : global::NetCompile.Runtime.INetwork<Network>"))
        {
            if (!network.Region.IsEmpty)
            {
                writer.Separate();
                writer.Line("/// <summary>The declared range of each input.</summary>");
                writer.Line("public static global::System.Collections.Immutable.ImmutableArray<global::NetCompile.Properties.InputInterval> Region { get; } =");
                writer.Line($"    {PropertyEmitter.RegionOf(network.Region)};");
            }

            bool isGuarded = network.Specialization is not null;
            EmitMembers(writer, network.Model, network.ModelName, constants, LayerComments.Over(network.Model, network.Region.AsImmutableArray()), isGuarded);
            if (network.Unscaled is not null)
            {
                writer.Separate();
                writer.Line("/// <summary>The model as its file states it, without the scaling of inputs and outputs: what VNN-LIB properties are about.</summary>");
                using (writer.Block("public readonly struct Unscaled : global::NetCompile.Runtime.INetwork<Unscaled>"))
                {
                    EmitMembers(writer, network.Unscaled, network.ModelName, constants, LayerComments.Plain(network.Unscaled), isGuarded);
                    if (isGuarded)
                    {
                        SpecializationEmitter.WriteGuard(writer, network, PropertyEmitter.RegionOf(RegionSpecialization.Unscaled(network.Region, network.Declaration)));
                    }
                }
            }

            ShapeEmitter.Write(writer, network.Unscaled is null ? new[] { network.Model } : new[] { network.Model, network.Unscaled });
        }
    }

    private static void EmitMembers(SourceWriter writer, NetworkModel model, string name, ConstantTable constants, LayerComments comments, bool isGuarded)
    {
        ForwardPlan plan = ForwardPlan.Create(model);
        if (UnrolledForwardEmitter.Accepts(model))
        {
            UnrolledForwardEmitter.Write(writer, model, plan, comments, isGuarded);
        }
        else
        {
            ForwardEmitter.Write(writer, model, plan, constants, comments, isGuarded);
        }

        BatchEmitter.Write(writer, model, plan, constants, comments, isGuarded);
        PropagationEmitter.Write(writer, model, comments);
        ModelEmitter.Write(writer, model, name, constants);
        if (isGuarded)
        {
            SpecializationEmitter.WriteGuarded(writer);
        }
    }

    private static void EmitWeights(SourceWriter writer, ConstantTable constants)
    {
        using (writer.Block("public readonly partial struct Network"))
        {
            WeightsEmitter.Write(writer, constants);
        }
    }
}

/// <summary>A file to be added to the consumer's compilation.</summary>
/// <param name="HintName">Its name, unique in the project.</param>
/// <param name="Text">Its text.</param>
internal sealed record GeneratedFile(string HintName, string Text);
