using System.Text.Json;
using System.Text.Json.Serialization;
using NetCompile.Verification;

namespace NetCompile.Build.Proofs;

/// <summary>The verdicts of the last build, in <c>proofs.json</c>.</summary>
internal sealed class ProofCache
{
    /// <summary>Another form of the file gets another number; a file with another number is not read.</summary>
    private const int Format = 1;

    private readonly Dictionary<string, ProofRecord> _earlier;
    private readonly Dictionary<string, ProofRecord> _current = [];
    private readonly HashSet<string> _proved = [];
    private readonly string _path;

    private ProofCache(string path, IEnumerable<ProofRecord> earlier)
    {
        _path = path;
        _earlier = [];
        foreach (ProofRecord record in earlier)
        {
            _earlier[record.Key] = record;
        }
    }

    /// <summary>Reads the verdicts of the last build. A file that is missing, damaged or of another version is the same as none: everything is proved anew.</summary>
    public static ProofCache Open(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            ProofFile? file = JsonSerializer.Deserialize(stream, ProofJson.Default.ProofFile);
            return new ProofCache(path, file is { Format: Format, Proofs: { } proofs } ? proofs.Where(IsWhole) : []);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return new ProofCache(path, []);
        }
    }

    /// <summary>The kept verdict on a question, or null.</summary>
    public ProofRecord? Find(string key) => _current.GetValueOrDefault(key) ?? _earlier.GetValueOrDefault(key);

    /// <summary>Whether this build asked for other verdicts than the last one had, or found other ones.</summary>
    public bool IsChanged => _current.Count != _earlier.Count || _current.Any(c => !_earlier.TryGetValue(c.Key, out ProofRecord? earlier) || earlier.Name != c.Value.Name || _proved.Contains(c.Key));

    /// <summary>Keeps a verdict and writes the file, so that a build that is cancelled later has it. Verdicts of the last build that were not asked for yet stay.</summary>
    /// <param name="record">The verdict.</param>
    /// <param name="isProved">Whether this build found it; else it is one that <see cref="Find"/> gave, and nothing is written yet.</param>
    public void Keep(ProofRecord record, bool isProved)
    {
        _current[record.Key] = record;
        if (!isProved)
        {
            return;
        }

        _proved.Add(record.Key);
        Write(_current.Values.Concat(_earlier.Values.Where(e => !_current.ContainsKey(e.Key))));
    }

    /// <summary>Writes the file with the verdicts of this build alone.</summary>
    public void Finish()
    {
        if (IsChanged)
        {
            Write(_current.Values);
        }
    }

    // Whole or not at all: a process that is killed while it writes leaves the file as it was.
    private void Write(IEnumerable<ProofRecord> proofs)
    {
        string draft = _path + ".new";
        using (FileStream stream = File.Create(draft))
        {
            JsonSerializer.Serialize(stream, new ProofFile(Format, [.. proofs]), ProofJson.Default.ProofFile);
        }

        File.Move(draft, _path, overwrite: true);
    }

    // A verdict without its evidence is none.
    private static bool IsWhole(ProofRecord? record) =>
        record is { Key: not null, Name: not null, Budget: not null } and not { Counterexample: { Input: null } or { Output: null } }
        && Enum.IsDefined(record.Verdict) && Enum.IsDefined(record.Reason) // a number out of range reads without complaint
        && (record.Verdict == Verdict.Violated) == (record.Counterexample is not null);
}

/// <summary>The content of <c>proofs.json</c>.</summary>
internal sealed record ProofFile(int Format, IReadOnlyList<ProofRecord> Proofs);

/// <summary>The form of <c>proofs.json</c>: names of verdicts rather than numbers, and floats that read back as they were.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ProofFile))]
internal sealed partial class ProofJson : JsonSerializerContext;
