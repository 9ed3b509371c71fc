using System.Diagnostics;
using Qyran.Line.Outputs;

namespace Qyran.Tests.Line.Outputs;

[Collection(nameof(Alone))]
public sealed class RunCostTests
{
    [Fact]
    public void Only_children_of_the_run_are_counted()
    {
        Burn();
        var cost = RunCost.Start();
        Assert.InRange(cost.ChildrenSeconds(), 0, 0.02);
        Burn();
        Assert.InRange(cost.ChildrenSeconds(), 0.05, 60);
        Assert.True(cost.CpuSeconds() > cost.ChildrenSeconds());
    }

    private static void Burn()
    {
        using var child = Process.Start(new ProcessStartInfo("ffmpeg")
        {
            ArgumentList = { "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:d=8", "-c:v", "libx264", "-f", "null", "-" },
        })!;
        child.WaitForExit();
        Assert.Equal(0, child.ExitCode);
    }
}
