using System.Security.Cryptography;
using System.Text.Json;
using Qyran.Tests.Cli;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Onnx;

/// <summary>The detector that comes with the program: it is what its card says, and as good as it was when it came.</summary>
public sealed class RoadModelTests
{
    private static readonly string Model = Path.Combine(Material.Project, "models/road.onnx");
    private static readonly string CloseLook = Path.Combine(Material.Project, "models/road-close.onnx");

    [Fact]
    public void The_card_names_exactly_these_weights()
    {
        var card = File.ReadAllText(Path.ChangeExtension(Model, ".md"));
        Assert.All([Model, CloseLook], m => Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(m))), card, StringComparison.Ordinal));
        Assert.InRange(new FileInfo(Model).Length + new FileInfo(CloseLook).Length, 1_000_000, 12_000_000);
    }

    [Fact]
    public void It_opens_with_its_sidecar()
    {
        Assert.True(OnnxDetector.TryOpen(Model, new OnnxSettings(), out var detector, out var failure), failure?.Text);
        using (detector)
        {
            Assert.Equal("yolov8", detector.Layout);
            byte[] both = [.. File.ReadAllBytes(Model), .. File.ReadAllBytes(CloseLook)];
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(both)), detector.Identity.WeightsSha256);
            Assert.Equal(("qyran-road", 640, 384), (detector.Identity.Name, detector.Identity.AnalysisWidth, detector.Identity.AnalysisHeight));
        }
    }

    /// <summary>Measured when the model came: see docs/accuracy.md; two points lower is another model or a broken line.</summary>
    [Fact]
    public void Motor_vehicles_of_the_road_cameras_test_set_are_found_as_well_as_when_it_came()
    {
        Material.Need("detection/atl_traffic/test");
        var ended = QyranProcess.Run("score", "detections", "--data", Material.Root, "--detector", Model, "--sets", "atl_traffic/test", "--json");
        Assert.Equal(0, ended.Code);
        var vehicle = JsonDocument.Parse(ended.Out).RootElement.GetProperty("sets")[0].GetProperty("models")[0].GetProperty("classes").GetProperty("vehicle");
        Assert.InRange(vehicle.GetProperty("ap50").GetDouble(), LeastVehicleAp50, 1);
    }

    private const double LeastVehicleAp50 = 0.68;
}
