using NetCompile.Cli.Files;

namespace NetCompile.Cli.Instances;

/// <summary>One row of an instance list: which network, which property; the names as the list writes them.</summary>
internal readonly record struct InstanceKey(string Model, string Property)
{
    public override string ToString() => $"{Model}, {Property}";
}

/// <summary>A row with its time limit.</summary>
internal readonly record struct Instance(InstanceKey Key, double Timeout);

/// <summary>Reads a list in the form of the verification competitions: <c>onnx,vnnlib,timeout</c>, no header.</summary>
internal static class InstanceList
{
    public static List<Instance> Read(string path)
    {
        List<Instance> instances = [];
        int number = 0;
        foreach (string line in ModelFiles.ReadText(path, "instance list").Split('\n').Select(l => l.Trim()))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            List<string> values = Csv.Split(line) ?? throw Bad(path, number, "a quote is not closed");
            if (values.Count != 3)
            {
                throw Bad(path, number, $"{values.Count} values; the three of onnx,vnnlib,timeout are needed");
            }

            if (values[0].Length == 0 || values[1].Length == 0)
            {
                throw Bad(path, number, "a file name is empty");
            }

            if (!CommonOptions.TryTimeout(values[2], out double timeout))
            {
                throw Bad(path, number, $"the timeout '{values[2]}' is no number of seconds above 0" + (number == 1 ? "; the list has no header" : ""));
            }

            instances.Add(new Instance(new InstanceKey(values[0], values[1]), timeout));
        }

        return instances.Count > 0 ? instances : throw new CliException(ExitCodes.BadData, $"{path} lists no instance; a line is onnx,vnnlib,timeout");
    }

    private static CliException Bad(string path, int line, string problem) => new(ExitCodes.BadData, $"{path}, line {line}: {problem}");
}
