using System.Globalization;

namespace NetCompile.Milp;

/// <summary>Numbers in model files: the shortest text that reads back as the same double.</summary>
internal static class FileNumber
{
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
