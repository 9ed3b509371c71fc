using Qyran.Media.Recording;

namespace Qyran.Tests.Media.Recording;

public sealed class RecorderTests
{
    [Fact]
    public void A_file_that_cannot_be_finished_is_left_and_recording_goes_on_in_the_next()
    {
        using var made = Made.Of(Made.Clip(2), seconds: 3, fileSeconds: 60);
        var folder = Directory.CreateTempSubdirectory("qyran-recording-").FullName;
        var keys = made.Fragments.Where(f => f.StartsWithKey).ToArray();
        Assert.True(keys.Length >= 3, $"{keys.Length} key pictures");
        List<RecordedFile> files = [];
        List<bool> troubles = [];
        using (var recorder = new Recorder(folder, "north", TimeProvider.System, files.Add, _ => false, (on, _) => troubles.Add(on), (_, _) => { }, TimeSpan.FromSeconds(0.5)))
        {
            var writtenUs = 0L;
            foreach (var fragment in made.Fragments)
            {
                if (fragment == keys[1])
                {
                    // its folder goes while the first file is written: that one cannot get its name any more
                    Assert.True(SpinWait.SpinUntil(() => recorder.SoFar?.EndUs >= writtenUs, TimeSpan.FromSeconds(30)));
                    Directory.Delete(Path.Combine(folder, "recordings"), recursive: true);
                }
                recorder.Add(fragment);
                writtenUs = Math.Max(writtenUs, fragment.EndUs);
            }
        }
        Assert.Equal(keys[1].StartUs, files[0].StartUs);
        Assert.All(files, f => Assert.Equal(f.LengthBytes, new FileInfo(Path.Combine(folder, f.Path)).Length));
        Assert.Equal([true, false], troubles.AsEnumerable());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_disk_that_takes_no_file_is_said_once_and_not_taken_back()
    {
        using var made = Made.Of(Made.Clip(2), seconds: 3, fileSeconds: 60);
        Assert.True(made.Fragments.Count(f => f.StartsWithKey) >= 3);
        var folder = Directory.CreateTempSubdirectory("qyran-recording-").FullName;
        File.WriteAllText(Path.Combine(folder, "recordings"), "no folder");
        List<bool> troubles = [];
        using (var recorder = new Recorder(folder, "north", TimeProvider.System, _ => { }, _ => false, (on, _) => troubles.Add(on), (_, _) => { }, TimeSpan.FromSeconds(0.5)))
            foreach (var fragment in made.Fragments) recorder.Add(fragment);
        Assert.Equal([true], troubles.AsEnumerable());
        Directory.Delete(folder, recursive: true);
    }
}
