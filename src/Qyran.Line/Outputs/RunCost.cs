using System.Globalization;

namespace Qyran.Line.Outputs;

/// <summary>
/// What a run costs. Children that ended before it began are not its own: the script that starts the program becomes its process, and may
/// have built it just before.
/// </summary>
internal readonly struct RunCost
{
    private readonly double childrenBefore;

    private RunCost(double childrenBefore) => this.childrenBefore = childrenBefore;

    /// <summary>To be called before the run starts its first child.</summary>
    public static RunCost Start() => new(AllChildren());

    /// <summary>
    /// User and system CPU seconds of this process since it started, and of every child it has waited for since <see cref="Start"/>: the decoder,
    /// and whatever took photos and clips.
    /// </summary>
    public double CpuSeconds() => Environment.CpuUsage.TotalTime.TotalSeconds + ChildrenSeconds();

    /// <summary>The children's part; counted where the system tells (Linux: fields 16 and 17 of /proc/self/stat, in ticks of 10 ms).</summary>
    public double ChildrenSeconds() => AllChildren() - childrenBefore;

    private static double AllChildren()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var stat = File.ReadAllText("/proc/self/stat");
        // the name in brackets may hold spaces and brackets itself; what follows the last one does not
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / 100.0;
    }
}
