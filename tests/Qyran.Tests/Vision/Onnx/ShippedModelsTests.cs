using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Onnx;

public sealed class ShippedModelsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qyran-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_named_folder_is_the_only_one_asked()
    {
        var beside = Put("program/models/m.onnx");
        var named = Put("elsewhere/m.onnx");
        Assert.Equal(named, Find("elsewhere"));
        Assert.Null(Find("program")); // it names no m.onnx itself: a wrong setting is not mended silently
        Assert.Equal(beside, ShippedModels.Find("m.onnx", "", At("program")));
    }

    [Fact]
    public void Without_a_name_the_nearest_folder_above_the_program_wins_up_to_the_project()
    {
        var program = Directory.CreateDirectory(At("above/project/artifacts/bin")).FullName;
        Assert.Null(ShippedModels.Find("m.onnx", null, program));
        Put("above/models/m.onnx");
        File.WriteAllText(At("above/project/Qyran.slnx"), "");
        Assert.Null(ShippedModels.Find("m.onnx", null, program));
        var project = Put("above/project/models/m.onnx");
        Assert.Equal(project, ShippedModels.Find("m.onnx", null, program));
        var beside = Put("above/project/artifacts/bin/models/m.onnx");
        Assert.Equal(beside, ShippedModels.Find("m.onnx", null, program + "/"));
    }

    private string? Find(string named) => ShippedModels.Find("m.onnx", At(named), At("program"));

    private string At(string relative) => Path.Combine(_folder, relative);

    private string Put(string relative)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(relative))!);
        File.WriteAllText(At(relative), "");
        return At(relative);
    }
}
