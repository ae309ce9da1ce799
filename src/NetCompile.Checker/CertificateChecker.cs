using System.Diagnostics;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Checker;

/// <summary>Confirms certificates. It trusts the readers of models and properties and the arithmetic of the machine, and nothing that the certificate says.</summary>
public static class CertificateChecker
{
    /// <summary>Units of work for each thread: enough that all end at about the same time.</summary>
    private const int UnitsPerThread = 32;

    /// <summary>Room for the deepest proof that the reader accepts.</summary>
    private const int StackSize = 64 << 20;

    /// <summary>Confirms that a certificate proves, or refutes, a property of a network.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="model">The network.</param>
    /// <param name="property">The property.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <param name="progress">Told about ten times a second how many leaves are confirmed.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What is confirmed.</returns>
    /// <exception cref="CertificateException">The certificate is about something else, or does not prove what it claims.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static CheckResult Check(
        Certificate certificate, NetworkModel model, VerificationProperty property, int threads = 0, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        Stopwatch clock = Stopwatch.StartNew();
        RequireMatch("network", certificate.ModelHash, model.ContentHash);
        RequireMatch("property", certificate.PropertyHash, PropertyIdentity.Hash(property));
        RequireShape(model, property);
        CheckedNetwork net = new(model, certificate.IsFloat32);
        if (certificate.Counterexample is { } counterexample)
        {
            CounterexampleCheck.Confirm(net, property, counterexample);
            return new CheckResult(IsProved: false, certificate.IsFloat32, Leaves: 0, clock.Elapsed);
        }

        long leaves = 0;
        for (int c = 0; c < property.Cases.Length; c++)
        {
            if (CaseStatement.Of(property.Cases[c], c) is not { Conjunctions.Length: > 0 } statement)
            {
                // No input, or nothing that could be violated.
                continue;
            }

            if (!certificate.Cases.TryGetValue(c, out CertificateNode? root))
            {
                throw new CertificateException($"case {c} of the property has no proof");
            }

            leaves += Workers.Run(
                threads > 0 ? threads : Environment.ProcessorCount, root, UnitsPerThread, StackSize, progress, cancellationToken,
                share => new TreeWalk(net, statement, share).Run(root));
        }

        return new CheckResult(IsProved: true, certificate.IsFloat32, leaves, clock.Elapsed);
    }

    private static void RequireMatch(string what, string stated, string actual)
    {
        if (stated != actual)
        {
            throw new CertificateException($"the certificate is about another {what}: it names {stated}, the one given is {actual}");
        }
    }

    private static void RequireShape(NetworkModel model, VerificationProperty property)
    {
        bool isSound = property.InputCount == model.InputCount && property.OutputCount == model.OutputCount
            && property.Cases.All(c => c.Region.Length == model.InputCount)
            && property.Cases.SelectMany(c => c.Unsafe).SelectMany(u => u.Constraints).SelectMany(k => k.Terms)
                .All(t => (uint)t.Variable.Index < (uint)(t.Variable.IsOutput ? model.OutputCount : model.InputCount));
        if (!isSound)
        {
            throw new CertificateException(
                $"the property is about {property.InputCount} inputs and {property.OutputCount} outputs; the network has {model.InputCount} and {model.OutputCount}");
        }
    }
}
