using Qyran.Domain.Failures;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Onnx;

public sealed class ModelSidecarTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "labels: {0: car, 00: bus}", "names class 0 twice" },
        { "labels: " + new string('[', 13) + "car" + new string(']', 13), "nested deeper than 12 levels" },
        { "labels: " + new string('[', 60_000), "nested deeper than 12 levels" },
        { "labels: &all [car, *all ]", "alias" },
        { "name: " + new string('x', 70_000), "too many" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_no_exporter_writes_is_refused_in_one_line(string text, string words)
    {
        var folder = Directory.CreateTempSubdirectory("qyran-sidecar-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "m.yaml"), text);
            Assert.Null(ModelSidecar.Beside(Path.Combine(folder.FullName, "m.onnx"), out var failure));
            Assert.Equal(FailureKind.Invalid, failure!.Kind);
            Assert.Contains(words, failure.Text, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Names_by_number_may_leave_gaps() => Assert.Equal("car,,bus", string.Join(',', ModelSidecar.Parse("labels: {2: bus, 0: car}").Labels!.Value));
}
