using System.Globalization;

namespace Qyran.Line.Outputs;

/// <summary>What a run has cost so far.</summary>
internal static class RunCost
{
    /// <summary>
    /// User and system CPU seconds of this process since it started, and of every child it has waited for: the decoder, and whatever
    /// took photos and clips. Children are counted where the system tells (Linux: fields 16 and 17 of /proc/self/stat, in ticks of 10 ms).
    /// </summary>
    public static double CpuSeconds() => Environment.CpuUsage.TotalTime.TotalSeconds + Children();

    private static double Children()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var stat = File.ReadAllText("/proc/self/stat");
        // the name in brackets may hold spaces and brackets itself; what follows the last one does not
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / 100.0;
    }
}
